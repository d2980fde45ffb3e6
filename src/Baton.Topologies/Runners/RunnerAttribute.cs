namespace Baton.Topologies.Runners;

/// <summary>Names a runner for <see cref="RunnerRegistry"/>.</summary>
/// <param name="name">The word for it, as <see cref="TopologyRunner.RunnerType"/>: <c>a</c> to <c>z</c>, digits, <c>_</c>, <c>-</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RunnerAttribute(string name) : Attribute
{
    /// <summary>The word for it.</summary>
    public string Name { get; } = name;
}
