using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>What a run begins with.</summary>
internal sealed record RunStart(PreparedAgent Agent, RunConfig Config)
{
    public string Input { get; init; } = "";

    public IReadOnlyList<ChatMessage>? History { get; init; }

    public RunOutput? Output { get; init; }

    public RunState? Caller { get; init; }

    /// <summary>The run that goes on, and what was decided meanwhile.</summary>
    public PausedRun? Paused { get; init; }

    public IReadOnlyDictionary<string, ToolApproval>? Decisions { get; init; }

    /// <summary>Checks everything before any call is made.</summary>
    /// <exception cref="AgentException">Something is wrong; the message names all of it.</exception>
    public static RunStart Create(Agent agent, RunConfig? given)
    {
        RunConfig config = given ?? agent.Config;
        string[] problems = [.. config.Problems()];
        if (problems.Length > 0)
        {
            throw new AgentException($"The run cannot start: {string.Join("; ", problems)}");
        }

        PreparedAgent prepared = agent.Prepare(config);
        if (agent.Handoffs.Count > 0)
        {
            CheckAll(agent, config, [agent]);
        }

        return new RunStart(prepared, config);
    }

    /// <summary>Checks that a paused run can go on.</summary>
    /// <exception cref="AgentException">A decision is missing, or the agent does not fit the run.</exception>
    public static RunStart Resume(
        Agent agent,
        PausedRun paused,
        IReadOnlyDictionary<string, ToolApproval> decisions,
        RunConfig? config
    )
    {
        string[] undecided = [.. paused.Approvals.Select(call => call.CallId).Where(id => !decisions.ContainsKey(id))];
        if (undecided.Length > 0)
        {
            throw new AgentException($"Nothing is decided about the calls: {string.Join(", ", undecided)}");
        }

        RunStart start = Create(agent, config);
        Agent speaker =
            Find(agent, paused.AgentName, [])
            ?? throw new AgentException(
                $"The run paused with the agent `{paused.AgentName}`, which `{agent.Name}` is not and does not hand over to"
            );
        return start with { Agent = speaker.Prepare(start.Config), Paused = paused, Decisions = decisions };
    }

    private static Agent? Find(Agent agent, string name, HashSet<Agent> seen)
    {
        if (agent.Name == name)
        {
            return agent;
        }

        seen.Add(agent);
        foreach (Agent next in agent.Handoffs)
        {
            if (!seen.Contains(next) && Find(next, name, seen) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void CheckAll(Agent agent, RunConfig config, HashSet<Agent> seen)
    {
        foreach (Agent next in agent.Handoffs)
        {
            if (seen.Add(next))
            {
                next.Prepare(config);
                CheckAll(next, config, seen);
            }
        }
    }
}
