namespace Baton.Targets.DotNet;

/// <summary>An agent's assembly in a load context of its own, and the method in it.</summary>
internal sealed class LoadedAgent
{
    private readonly LoadedAssembly _assembly;

    private LoadedAgent(LoadedAssembly assembly, AgentMethod method)
    {
        _assembly = assembly;
        Method = method;
    }

    /// <summary>The method.</summary>
    public AgentMethod Method { get; }

    /// <summary>Loads the assembly and finds the method.</summary>
    /// <param name="path">The assembly, absolute.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="DotNetLoadException">Either is missing or cannot be used.</exception>
    public static LoadedAgent Load(string path, DotNetMethod method)
    {
        LoadedAssembly loaded = LoadedAssembly.Load(path);
        try
        {
            return new LoadedAgent(loaded, MethodLookup.Find(loaded.Assembly, method));
        }
        catch
        {
            loaded.Unload();
            throw;
        }
    }

    /// <summary>Lets the assembly go, once none of its code runs any more.</summary>
    public void Unload() => _assembly.Unload();
}
