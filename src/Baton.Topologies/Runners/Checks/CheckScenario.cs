using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Runners.Checks;

/// <summary>A topology with agents that play it to the same end everywhere.</summary>
internal sealed record CheckScenario(Topology Topology, IReadOnlyDictionary<string, AgentType> Agents)
{
    /// <summary>A scenario of a configuration.</summary>
    public static CheckScenario Of(TopologyConfig config, params IReadOnlyList<AgentType> agents) =>
        new(Named("scenario", config), agents.ToDictionary(agent => agent.Description, StringComparer.Ordinal));

    /// <summary>A topology without members.</summary>
    public static Topology Named(string name, TopologyConfig config) => new() { Name = name, Config = config };

    /// <summary>A part of a compound.</summary>
    public static CompoundPart Part(string name, TopologyConfig config, PartCondition? when = null) =>
        new()
        {
            Name = name,
            Topology = Named(name, config),
            When = when,
        };

    /// <summary>An agent for a slot.</summary>
    /// <param name="slot">The slot, with the parts before it.</param>
    /// <param name="say">Its answer. Default: the slot around what was asked.</param>
    public static AgentType Agent(string slot, string? say = null) => Agent(slot, new CheckScript { Say = say });

    /// <summary>An agent for a slot that follows a script, and repeats nothing.</summary>
    public static AgentType Agent(string slot, CheckScript script, AgentConfig? config = null) =>
        new()
        {
            Name = slot.Replace('/', '-'),
            Description = slot,
            Role = AgentRole.Specialist,
            Config = (config ?? new AgentConfig { MaxRetries = 0 }) with { SystemPrompt = TopologyJson.Write(script) },
        };
}
