namespace Baton.Topologies.Capabilities;

/// <summary>Gives a class its word among the capabilities of agents.</summary>
/// <param name="name">The word, as definitions have it: 1 to 64 of <c>a</c> to <c>z</c>, digits, <c>_</c> and <c>-</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CapabilityAttribute(string name) : Attribute
{
    /// <summary>The word.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, in one sentence for people. Default: nothing is said.</summary>
    public string Description { get; init; } = "";

    /// <summary>Capabilities the agent must have too; they act before this one. Default: none.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>Capabilities that act before this one where the agent has them. Default: none.</summary>
    public string[] After { get; init; } = [];
}
