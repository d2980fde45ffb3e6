using Baton.Topologies.Capabilities;
using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Runners;

/// <summary>Says everything that is wrong with a topology and its agents, before anything runs.</summary>
internal static class TopologyCheck
{
    private const int DeepestNesting = 16;

    /// <summary>Checks.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">Its agents.</param>
    /// <param name="config">Limits and ways.</param>
    /// <param name="place">Where it is to run; <see langword="null"/> while that is not known.</param>
    /// <exception cref="TopologyException">Something is wrong; the message names all of it.</exception>
    public static void Run(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        TopologyRunConfig config,
        RunnerPlace? place = null
    )
    {
        IReadOnlyList<Problem> found = Problems(topology, agents, config, place);
        if (found.Count > 0)
        {
            throw new TopologyException($"The topology `{topology.Name}` cannot run: {string.Join("; ", found)}");
        }
    }

    /// <summary>Finds everything that is wrong.</summary>
    /// <inheritdoc cref="Run"/>
    public static IReadOnlyList<Problem> Problems(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        TopologyRunConfig config,
        RunnerPlace? place = null
    )
    {
        List<Problem> found = [];
        Problems problems = new("", found);
        Team team = Team.Of(topology, agents, part: "", found);
        CheckNames(topology, agents, problems);
        CapabilityCheck capabilities = new(
            place?.Capabilities ?? CapabilityRegistry.Default,
            place?.Tools,
            canAsk: config.CheckpointEnabled
        );
        foreach (
            AgentType agent in Seated(topology, team, "")
                .Concat(agents.Values)
                .Distinct<AgentType>(ReferenceEqualityComparer.Instance)
        )
        {
            CheckAgent(agent, problems);
            foreach (string problem in capabilities.Problems(agent))
            {
                problems.Add($"agent `{agent.Name}`: {problem}");
            }
        }

        problems.AddIf(
            !config.CheckpointEnabled && HasCheckpoints(topology, depth: 0),
            $"checkpoint_after: {CapabilityCheck.NobodyToAsk}"
        );

        problems.NeedRange("timeout_seconds", config.TimeoutSeconds, 1);
        problems.NeedRange("max_retries", config.MaxRetries, 0);
        TopologyPattern.Of(topology).Check(team, problems);
        return [.. found.Distinct()];
    }

    // With what their slots override, those in the parts of compounds included.
    private static IEnumerable<AgentType> Seated(Topology topology, Team team, string part)
    {
        IEnumerable<AgentType> own = team.Seats.Select(seat => seat.Agent);
        return topology.Config is CompoundConfig compound && part.Count(character => character == '/') < DeepestNesting
            ? own.Concat(
                compound.SubTopologies.SelectMany(inner =>
                {
                    string path = $"{part}{inner.Name}/";
                    return Seated(inner.Topology, team.Part(path, inner.Topology, problems: []), path);
                })
            )
            : own;
    }

    private static bool HasCheckpoints(Topology topology, int depth) =>
        topology.Config switch
        {
            PipelineConfig pipeline => pipeline.CheckpointAfter.Count > 0,
            CompoundConfig compound when depth < DeepestNesting => compound.SubTopologies.Any(part =>
                HasCheckpoints(part.Topology, depth + 1)
            ),
            _ => false,
        };

    private static void CheckNames(Topology topology, IReadOnlyDictionary<string, AgentType> agents, Problems problems)
    {
        foreach (string name in agents.Values.Select(agent => agent.Name).Append(topology.Name))
        {
            if (!DefinitionName.IsValid(name))
            {
                problems.Add(DefinitionName.Wanted(name));
            }
        }
    }

    private static void CheckAgent(AgentType agent, Problems problems)
    {
        AgentConfig config = agent.Config;
        problems.NeedRange("temperature", config.Temperature, 0, 2, agent.Name);
        problems.NeedRange("max_tokens", config.MaxTokens, 1, agent: agent.Name);
        problems.NeedRange("max_retries", config.MaxRetries, 0, agent: agent.Name);
        problems.NeedRange("max_tool_calls", config.MaxToolCalls, 0, agent: agent.Name);
        if (config.Timeout <= TimeSpan.Zero)
        {
            problems.Add($"agent `{agent.Name}`: its time-out must be more than zero");
        }
    }
}
