using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Runners;

/// <summary>Says everything that is wrong with a topology and its agents, before anything runs.</summary>
internal static class TopologyCheck
{
    /// <summary>Checks.</summary>
    /// <exception cref="TopologyException">Something is wrong; the message names all of it.</exception>
    public static void Run(Topology topology, IReadOnlyDictionary<string, AgentType> agents, TopologyRunConfig config)
    {
        List<Problem> found = [];
        Problems problems = new("", found);
        Team team = Team.Of(topology, agents, part: "", found);
        CheckNames(topology, agents, problems);
        foreach (AgentType agent in agents.Values.Distinct())
        {
            CheckAgent(agent, problems);
        }

        problems.NeedRange("timeout_seconds", config.TimeoutSeconds, 1);
        problems.NeedRange("max_retries", config.MaxRetries, 0);
        TopologyPattern.Of(topology).Check(team, problems);
        if (found.Count > 0)
        {
            throw new TopologyException(
                $"The topology `{topology.Name}` cannot run: {string.Join("; ", found.Select(problem => problem.ToString()).Distinct(StringComparer.Ordinal))}"
            );
        }
    }

    private static void CheckNames(Topology topology, IReadOnlyDictionary<string, AgentType> agents, Problems problems)
    {
        foreach (string name in agents.Values.Select(agent => agent.Name).Append(topology.Name))
        {
            problems.AddIf(!DefinitionName.IsValid(name), DefinitionName.Wanted(name));
        }
    }

    private static void CheckAgent(AgentType agent, Problems problems)
    {
        string of = $"agent `{agent.Name}`:";
        AgentConfig config = agent.Config;
        problems.NeedRange($"{of} temperature", config.Temperature, 0, 2);
        problems.NeedRange($"{of} max_tokens", config.MaxTokens, 1);
        problems.NeedRange($"{of} max_retries", config.MaxRetries, 0);
        problems.NeedRange($"{of} max_tool_calls", config.MaxToolCalls, 0);
        problems.AddIf(config.Timeout <= TimeSpan.Zero, $"{of} its time-out must be more than zero");
    }
}
