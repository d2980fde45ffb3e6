using System.Reflection;

namespace Baton.Experiments.Results;

/// <summary>The version of this Baton, as files name it.</summary>
internal static class BatonVersion
{
    public static string Current { get; } =
        typeof(BatonVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
