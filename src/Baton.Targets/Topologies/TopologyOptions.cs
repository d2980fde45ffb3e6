using Baton.Configuration;

namespace Baton.Targets.Topologies;

/// <summary>The <c>topology:</c> section: a team of agents rehearsed as one. See <c>docs/targets/topology.md</c>.</summary>
public sealed record TopologyOptions
{
    /// <summary>The team's file, relative to the project folder; see <c>docs/formats/team.md</c>.</summary>
    public required string File { get; init; }

    /// <summary>Which of the file's topologies. Default: the one under <c>topology:</c>, or the only one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether agents work one after the other or at once. Default <c>async</c>.</summary>
    public TeamRunner Runner { get; init; } = TeamRunner.Async;

    /// <summary>The most agents of one conversation that work at once, for <c>async</c>. Default 5.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; init; } = 5;

    /// <summary>The longest a turn of the whole team may take. Seconds or a duration. Default 10 min.</summary>
    [Range(0.001, 604800)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>How the agents of a team are run.</summary>
public enum TeamRunner
{
    /// <summary>One step at a time, in an order that is always the same.</summary>
    Local,

    /// <summary>Everything at once that the topology allows.</summary>
    Async,
}
