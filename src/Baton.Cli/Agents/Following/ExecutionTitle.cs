namespace Baton.Cli.Agents.Following;

/// <summary>What stands above the steps of an execution.</summary>
/// <param name="Id">The execution.</param>
/// <param name="Topology">The topology's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Runner">The kind of runner.</param>
internal sealed record ExecutionTitle(string Id, string Topology, string Type, string Runner)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Topology} ({Type}, {Runner})";
}
