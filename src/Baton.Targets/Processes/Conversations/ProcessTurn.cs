using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Processes.Conversations;

/// <summary>One turn of a conversation with a process: gives out its events one by one, the last one ends it.</summary>
internal sealed class ProcessTurn(
    IProcessSeat seat,
    Turn turn,
    ConversationContext conversation,
    TurnRules rules,
    CancellationToken cancellationToken
) : IAsyncDisposable
{
    private readonly TurnAnswer _answer = new(rules.DeltasWin);
    private AgentRequest? _request;
    private CancellationTokenRegistration _registration;
    private CancellationTokenSource? _deadline;
    private ApprovalLine? _undecided;
    private AgentEvent? _held;
    private string _lastCall = "";
    private int _unnamedCalls;
    private bool _movedOn;

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="OperationCanceledException">The turn's token was cancelled.</exception>
    public async ValueTask<AgentEvent> NextAsync()
    {
        try
        {
            if (_held is { } held)
            {
                _held = null;
                return held;
            }

            _request ??= await StartAsync().ConfigureAwait(false);
            if (_undecided is not null)
            {
                await DecideAsync(_undecided).ConfigureAwait(false);
            }

            return await ReadAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_deadline is { IsCancellationRequested: true })
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ErrorEvent(ProcessFailure.TimedOut(_request!.Process, rules.Timeout));
        }
        catch (ProcessStartException failed)
        {
            return new ErrorEvent(failed.Error);
        }
    }

    /// <summary>Gives the turn up where it is still under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        if (_request is not null)
        {
            await seat.EndAsync(_request).ConfigureAwait(false);
        }

        _deadline?.Dispose();
    }

    private async ValueTask<AgentRequest> StartAsync()
    {
        AgentRequest request = await seat.SendAsync(turn, conversation, cancellationToken).ConfigureAwait(false);
        if (_deadline is null)
        {
            _deadline = new CancellationTokenSource(rules.Timeout, rules.TimeProvider);
            _registration = cancellationToken.UnsafeRegister(
                static deadline => ((CancellationTokenSource)deadline!).Cancel(),
                _deadline
            );
        }

        return request;
    }

    private async ValueTask<AgentEvent> ReadAsync()
    {
        while (true)
        {
            while (_request!.TryTake(out AgentLine? line))
            {
                if (Take(line!) is { } next)
                {
                    return next;
                }
            }

            if (await _request.WaitAsync(_deadline!.Token).ConfigureAwait(false))
            {
                continue;
            }

            if (!_request.MayMoveOn || _movedOn)
            {
                return _request.Outcome ?? new ErrorEvent(ProcessFailure.Stopped);
            }

            _movedOn = true;
            AgentRequest over = _request;
            _request = null;
            await seat.EndAsync(over).ConfigureAwait(false);
            _request = await StartAsync().ConfigureAwait(false);
        }
    }

    private AgentEvent? Take(AgentLine line)
    {
        switch (line)
        {
            case EventLine { Event: TextEvent text }:
                _answer.Add(text.Content);
                return text;
            case EventLine { Event: ToolCallEvent call }:
                return call with { CallId = Named(call.CallId) };
            case EventLine { Event: ToolResultEvent { CallId: "" } result }:
                return result with { CallId = _lastCall };
            case EventLine other:
                return other.Event;
            case ApprovalLine approval:
                _undecided = approval with { Call = approval.Call with { CallId = Named(approval.Call.CallId) } };
                return _undecided.Call;
            case EndLine { Error: { } error }:
                return new ErrorEvent(ProcessFailure.With(_request!.Process.Child, error));
            case EndLine { Answer: { } answer }:
                AgentEvent final = _answer.Finish(answer);
                if (answer.Usage is { } usage)
                {
                    _held = final;
                    return usage;
                }

                return final;
            default:
                return null;
        }
    }

    private string Named(string callId) => _lastCall = callId.Length > 0 ? callId : $"call-{++_unnamedCalls}";

    private async ValueTask DecideAsync(ApprovalLine asked)
    {
        _undecided = null;
        ToolApproval decision =
            conversation.AutoApproveTools == true ? new ToolApproval(Approved: true)
            : conversation.ApproveTool is { } approver
                ? await approver(asked.Call, _deadline!.Token).ConfigureAwait(false)
            : new ToolApproval(
                Approved: false,
                "nobody is there to approve tool calls; run with `--auto-approve-tools` to grant them"
            );
        _request!.Process.Send(asked.Ids, decision);
    }
}

/// <summary>What is the same for every turn of a target.</summary>
/// <param name="Timeout">The longest a turn may take once its input is sent.</param>
/// <param name="DeltasWin">Whether deltas are the answer even if <c>final</c> has one.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record TurnRules(TimeSpan Timeout, bool DeltasWin, TimeProvider TimeProvider);
