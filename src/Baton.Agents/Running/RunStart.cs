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
        List<string>? problems = null;
        foreach (string problem in config.Problems())
        {
            (problems ??= []).Add(problem);
        }

        PreparedAgent? prepared = Prepare(agent, config, ref problems);
        if (agent.Handoffs.Count > 0 || prepared?.Tools.Agents.Count > 0)
        {
            CheckOthers(agent, prepared, config, [agent], ref problems);
        }

        return problems is null
            ? new RunStart(prepared!, config)
            : throw new AgentException($"The run cannot start: {string.Join("; ", problems)}");
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

    private static PreparedAgent? Prepare(Agent agent, RunConfig config, ref List<string>? problems)
    {
        try
        {
            return agent.Prepare(config);
        }
        catch (AgentException error)
        {
            (problems ??= []).Add(error.Message);
            return null;
        }
    }

    // Those it may hand over to, and those that are tools.
    private static void CheckOthers(
        Agent agent,
        PreparedAgent? prepared,
        RunConfig config,
        HashSet<Agent> seen,
        ref List<string>? problems
    )
    {
        foreach (Agent next in agent.Handoffs)
        {
            if (seen.Add(next))
            {
                CheckOthers(next, Prepare(next, config, ref problems), config, seen, ref problems);
            }
        }

        foreach (Agent nested in prepared?.Tools.Agents ?? [])
        {
            if (seen.Add(nested))
            {
                RunConfig own = NestedRun.Inherit(nested.Config, config);
                foreach (string problem in own.Problems())
                {
                    (problems ??= []).Add($"The agent `{nested.Name}`: {problem}");
                }

                CheckOthers(nested, Prepare(nested, own, ref problems), own, seen, ref problems);
            }
        }
    }
}
