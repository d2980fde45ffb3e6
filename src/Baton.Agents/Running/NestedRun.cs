namespace Baton.Agents.Running;

/// <summary>A run inside another: it spends the caller's patience, tokens and money, and its events are the caller's too.</summary>
internal static class NestedRun
{
    private const int Deepest = 32;

    public static async ValueTask<RunResult> RunAsync(
        Agent agent,
        string input,
        RunState? caller,
        string callId,
        CancellationToken cancellationToken
    )
    {
        RunConfig config = caller is null ? agent.Config : Inherit(agent.Config, caller.Config);
        if (Depth(caller) >= Deepest)
        {
            throw new AgentException($"Agents call one another {Deepest} deep; `{agent.Name}` is not called any more");
        }

        RunStart start = RunStart.Create(agent, config) with { Input = input, Caller = caller };
        using AgentRun run = new(start, caller?.ToolEvents is not null, cancellationToken);
        await foreach (AgentEvent happened in run.RunAsync().ConfigureAwait(false))
        {
            if (caller is not null)
            {
                await caller
                    .EmitAsync(new NestedEvent(callId, agent.Name, happened), cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return run.Result;
    }

    /// <summary>The configuration of a nested run.</summary>
    public static RunConfig Inherit(RunConfig own, RunConfig caller) =>
        own with
        {
            ApproveTool = own.ApproveTool ?? caller.ApproveTool,
            ModelClients = own.ModelClients ?? caller.ModelClients,
            Catalog = caller.Catalog,
            TimeProvider = caller.TimeProvider,
            TraceEnabled = caller.TraceEnabled,
            TraceContent = caller.TraceContent,
            RunId = null,
            Session = null,
        };

    private static int Depth(RunState? run)
    {
        int depth = 0;
        for (; run is not null; run = run.Caller)
        {
            depth++;
        }

        return depth;
    }
}
