using Baton.Agents;

namespace Baton.Targets.Containers;

/// <summary>The process that a container belongs to, as the container's label names it.</summary>
internal static class ContainerOwner
{
    /// <summary>The label that all of Baton's containers have.</summary>
    public const string Label = "io.baton.owner";

    /// <summary>This process.</summary>
    public static string Own { get; } = ProcessIdentity.Own.ToString();

    /// <summary>Whether a container's owner is gone. An owner elsewhere that uses the same engine is not.</summary>
    public static bool IsGone(string label) => ProcessIdentity.Read(label) is { IsGone: true };
}
