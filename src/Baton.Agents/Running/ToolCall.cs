using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>One call of a tool, from the model's wish to what the model is told. Never throws.</summary>
internal sealed class ToolCall(RunState run, FunctionCallContent call, CancellationToken token)
{
    private readonly long _started = run.Config.TimeProvider.GetTimestamp();

    /// <summary>Carries the call out.</summary>
    /// <param name="decision">What was decided while the run was paused, if anything.</param>
    /// <param name="mayHandOver">Whether it is the handoff that counts.</param>
    /// <returns>What came of it, or nothing when it waits for approval.</returns>
    public async Task<ToolOutcome?> CarryOutAsync(ToolApproval? decision, bool mayHandOver)
    {
        try
        {
            if (run.Agent.Tools.Find(call.Name) is not { } tool)
            {
                return Failed($"There is no tool `{call.Name}`; there are: {string.Join(", ", run.Agent.Tools.Names)}");
            }

            if (call.Exception is { } unreadable)
            {
                return Failed($"The arguments cannot be read: {unreadable.Message}", unreadable);
            }

            if (tool.Handoff is { } next && !mayHandOver)
            {
                return Failed($"Only one agent can take over; `{next.Name}` does not");
            }

            FunctionCallContent made = call;
            if (tool.RequiresApproval)
            {
                decision ??= await AskAsync().ConfigureAwait(false);
                switch (decision)
                {
                    case null:
                        return null;
                    case { Approved: false, Reason: var reason }:
                        return Failed(
                            string.IsNullOrEmpty(reason)
                                ? "The call was not approved"
                                : $"The call was not approved: {reason}"
                        );
                    case { Arguments: { } changed }:
                        made = new FunctionCallContent(call.CallId, call.Name, ToolJson.Arguments(changed));
                        break;
                }
            }

            return await InvokeAsync(tool, made).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Failed("The call was stopped before it ended");
        }
        catch (Exception error)
        {
            return Failed(error.Message, error);
        }
    }

    private async ValueTask<ToolApproval?> AskAsync()
    {
        ToolApprovalRequestedEvent request = new(call.CallId, call.Name, ToolJson.Element(call.Arguments));
        await run.EmitAsync(request, token).ConfigureAwait(false);
        return run.Config.ApproveTool is { } approve
            ? await approve(request, token).OrAbandoned(token).ConfigureAwait(false)
            : null;
    }

    private async Task<ToolOutcome> InvokeAsync(ToolEntry tool, FunctionCallContent made)
    {
        if (run.HasHooks)
        {
            await CallHooksAsync(
                    static (hooks, context, call, ct) => hooks.BeforeToolCallAsync(context, call, ct),
                    made
                )
                .ConfigureAwait(false);
        }

        using ToolCallTrace? trace = run.Telemetry?.StartToolCall(made, tool.Function.Description);
        ToolOutcome outcome = await RunToolAsync(tool, made).ConfigureAwait(false);
        if (made != call)
        {
            outcome = outcome with { Made = made };
        }

        trace?.Ended(outcome);
        if (run.HasHooks)
        {
            await CallHooksAsync(
                    static (hooks, context, record, ct) => hooks.AfterToolCallAsync(context, record, ct),
                    outcome.ToRecord()
                )
                .ConfigureAwait(false);
        }

        return outcome;
    }

    // The model is not to be told of a hook's failure as if it were the tool's: it ends the run.
    private async ValueTask CallHooksAsync<TArgument>(
        Func<RunHooks, RunContext, TArgument, CancellationToken, ValueTask> hook,
        TArgument argument
    )
    {
        try
        {
            await run.CallHooksAsync(hook, argument, token).ConfigureAwait(false);
        }
        catch (Exception error) when (!token.IsCancellationRequested)
        {
            run.FailByHook(error);
            throw;
        }
    }

    private async Task<ToolOutcome> RunToolAsync(ToolEntry tool, FunctionCallContent made)
    {
        AIFunctionArguments arguments = new(made.Arguments)
        {
            Context = new Dictionary<object, object?>
            {
                [typeof(RunContext)] = run.Context,
                [typeof(FunctionCallContent)] = made,
            },
        };
        using CancellationTokenSource? own = run.Config.ToolTimeout is { } patience
            ? CancellationTokenSource.CreateLinkedTokenSource(token)
            : null;
        using CancellationTokenSource? timer = own is null
            ? null
            : new CancellationTokenSource(run.Config.ToolTimeout!.Value, run.Config.TimeProvider);
        using CancellationTokenRegistration link =
            timer?.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), own) ?? default;
        CancellationToken limit = own?.Token ?? token;
        try
        {
            limit.ThrowIfCancellationRequested();

            // A tool may block its thread; the run's limits have to hold all the same.
            Task<object?> work = tool.IsAsynchronous
                ? tool.Function.InvokeAsync(arguments, limit).AsTask()
                : Task.Run(() => tool.Function.InvokeAsync(arguments, limit).AsTask(), limit);
            object? result = await work.OrAbandoned(limit).ConfigureAwait(false);
            return new ToolOutcome(call, result, Error: null, Elapsed()) { Handoff = tool.Handoff };
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Failed("The call was stopped before it ended");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Failed($"The tool took longer than {run.Config.ToolTimeout!.Value.TotalSeconds:0.###} s");
        }
        catch (Exception error)
        {
            return Failed(error.Message, error);
        }
    }

    private ToolOutcome Failed(string error, Exception? cause = null) =>
        ToolOutcome.Failed(call, error, Elapsed(), cause);

    private TimeSpan Elapsed() => run.Config.TimeProvider.GetElapsedTime(_started);
}
