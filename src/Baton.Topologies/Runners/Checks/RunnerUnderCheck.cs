namespace Baton.Topologies.Runners.Checks;

/// <summary>A runner that is checked.</summary>
/// <param name="Create">
/// Makes one; it must use the given place, and, where its steps run in other processes, let them make
/// <see cref="CheckAgents"/> of <see cref="CheckRoom.AgentFolder"/>. The check disposes it.
/// </param>
/// <param name="Folder">An empty folder for what agents note.</param>
public sealed record RunnerUnderCheck(Func<CheckRoom, TopologyRunner> Create, string Folder)
{
    /// <summary>How long the check waits for a step to begin. Default two minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>What a checked runner gets.</summary>
/// <param name="Config">Limits and ways.</param>
/// <param name="Place">Store and agents.</param>
/// <param name="AgentFolder">The folder of the agents.</param>
public sealed record CheckRoom(TopologyRunConfig Config, RunnerPlace Place, string AgentFolder);
