using System.Diagnostics.CodeAnalysis;

/// <summary>Runs at the start of a program that names this assembly in <c>DOTNET_STARTUP_HOOKS</c>: lists, at its end, what was loaded.</summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for the type outside every namespace.")]
[SuppressMessage("Design", "MA0047", Justification = "The runtime looks for the type outside every namespace.")]
[SuppressMessage("Usage", "RCS1110", Justification = "The runtime looks for the type outside every namespace.")]
internal static class StartupHook
{
    /// <summary>The variable that names the file for the list.</summary>
    public const string ListVariable = "BATON_TEST_LOADED_ASSEMBLIES";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize() =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            File.WriteAllLines(
                Environment.GetEnvironmentVariable(ListVariable)!,
                AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)
            );
}
