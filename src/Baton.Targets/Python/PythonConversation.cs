using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Python.Protocol;

namespace Baton.Targets.Python;

/// <summary>One conversation with a Python target. It stays with the worker that took its first turn.</summary>
internal sealed class PythonConversation(PythonTarget target, long number, ConversationContext context) : IConversation
{
    private static readonly AgentError StateLost = new(
        ErrorKind.ProcessExit,
        "the Python worker that held this conversation's state has ended, and the state with it"
    );

    private PythonWorkerPool? _pool;
    private PythonWorker? _worker;
    private PythonCall? _abandoned;
    private bool _hasState;
    private bool _isLost;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        (PythonWorker? worker, AgentError? error) = await BindAsync(cancellationToken).ConfigureAwait(false);
        if (worker is null)
        {
            yield return new ErrorEvent(error!);
            yield break;
        }

        PythonCall call = worker.Call(new CallRequest(number, context, turn));
        try
        {
            while (true)
            {
                AgentEvent happened = await call.ReadAsync(cancellationToken).ConfigureAwait(false);
                yield return happened;
                if (happened is FinalEvent or ErrorEvent or LimitEvent)
                {
                    _hasState |= worker.IsStateful && happened is FinalEvent;
                    yield break;
                }

                if (happened is ToolApprovalRequestedEvent request)
                {
                    ToolApproval approval = await DecideAsync(request, cancellationToken).ConfigureAwait(false);
                    worker.Answer(call, request.CallId, approval);
                }
            }
        }
        finally
        {
            if (!call.Ended.IsCompleted)
            {
                _pool!.Abandon(worker, call);
                _abandoned = call;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Leave();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<(PythonWorker? Worker, AgentError? Error)> BindAsync(CancellationToken cancellationToken)
    {
        if (_worker is { IsGone: false } && !await WasHungAsync(cancellationToken).ConfigureAwait(false))
        {
            return (_worker, null);
        }

        Leave();
        _isLost |= _hasState;
        if (_isLost)
        {
            return (null, StateLost);
        }

        (_pool, AgentError? error) = target.Pool();
        if (_pool is null)
        {
            return (null, error);
        }

        (_worker, error) = await _pool.AcquireAsync(number, cancellationToken).ConfigureAwait(false);
        return (_worker, error);
    }

    /// <summary>Whether the turn before was cancelled and could not be stopped; waits until that is known.</summary>
    private async ValueTask<bool> WasHungAsync(CancellationToken cancellationToken)
    {
        if (_abandoned is not { } call)
        {
            return false;
        }

        await call.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        _abandoned = null;
        return call.IsHung;
    }

    private async ValueTask<ToolApproval> DecideAsync(
        ToolApprovalRequestedEvent request,
        CancellationToken cancellationToken
    ) =>
        context switch
        {
            { AutoApproveTools: true } => new ToolApproval(true),
            { ApproveTool: { } approve } => await approve(request, cancellationToken).ConfigureAwait(false),
            _ => new ToolApproval(false, "nobody is there to approve tools; set `auto_approve_tools`"),
        };

    private void Leave()
    {
        _worker?.Close(number);
        _worker = null;
    }
}
