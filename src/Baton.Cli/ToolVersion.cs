using System.Reflection;

namespace Baton.Cli;

/// <summary>The tool's own version.</summary>
internal static class ToolVersion
{
    /// <summary>The version as released, without build metadata.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            is { InformationalVersion: { } version }
            ? version.Split('+')[0]
            : "0.0.0";
}
