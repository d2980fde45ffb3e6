namespace Baton.Agents.Running;

/// <summary>The last phase: the session gets what is new, hooks hear of the end, the result is made.</summary>
internal static class RunClosing
{
    // The run's own token may be cancelled by then; closing has to end all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async ValueTask<RunResult> CloseAsync(RunState run, RunEnd end)
    {
        if (run.Config.Session is not null && end.Status != RunStatus.Running && run.Messages.Count > run.KnownMessages)
        {
            end = await SaveAsync(run, end).ConfigureAwait(false);
        }

        RunResult result = ToResult(run, end);
        if (run.HasHooks)
        {
            result = await TellAsync(run, end, result).ConfigureAwait(false);
        }

        run.Telemetry?.Ended(result);
        return result;
    }

    /// <summary>The event that says how the run ended, when it ended by itself.</summary>
    public static AgentEvent? Outcome(RunResult result) =>
        result switch
        {
            { Status: RunStatus.Completed } => new FinalEvent(result.FinalOutput ?? string.Empty),
            { Status: RunStatus.Failed, LimitReached: { } limit } => new LimitEvent(limit, result.Error!.Message),
            { Status: RunStatus.Failed } => new ErrorEvent(result.Error!),
            _ => null,
        };

    private static async ValueTask<RunEnd> SaveAsync(RunState run, RunEnd end)
    {
        using CancellationTokenSource patience = new(Patience, run.Config.TimeProvider);
        try
        {
            await run
                .Config.Session!.AppendAsync(run.Messages[run.KnownMessages..], patience.Token)
                .OrAbandoned(patience.Token)
                .ConfigureAwait(false);
            return end;
        }
        catch (Exception error)
        {
            return end.And(
                RunEnd.Failed(
                    ErrorKind.Exception,
                    $"The session `{run.Config.Session!.Id}` could not be written: {error.Message}",
                    error
                )
            );
        }
    }

    private static RunResult ToResult(RunState run, RunEnd end)
    {
        Usage usage = run.Ledger.Total;
        return new RunResult
        {
            FinalOutput = run.LastText,
            RunId = run.Context.RunId,
            Status = end.Status,
            TurnCount = run.Context.TurnCount,
            ElapsedTime = run.Context.ElapsedTime,
            ToolCalls = run.ToolCalls,
            History = run.Messages,
            Metadata = run.Config.Metadata,
            Usage = usage,
            Error = end.Error,
            LimitReached = end.Limit,
            AgentName = run.Agent.Agent.Name,
            Paused = run.Paused,
        };
    }

    private static async ValueTask<RunResult> TellAsync(RunState run, RunEnd end, RunResult result)
    {
        using CancellationTokenSource patience = new(Patience, run.Config.TimeProvider);
        try
        {
            await run.CallHooksAsync(
                    static (hooks, context, result, _) => hooks.AfterRunAsync(context, result),
                    result,
                    patience.Token
                )
                .ConfigureAwait(false);
            return result;
        }
        catch (Exception error)
        {
            RunEnd last = end.And(
                RunEnd.Failed(ErrorKind.Exception, $"A hook failed after the run: {error.Message}", error)
            );
            return result with { Status = last.Status, Error = last.Error };
        }
    }
}
