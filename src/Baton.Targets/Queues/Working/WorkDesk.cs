using Baton.Agents;

namespace Baton.Targets.Queues.Working;

/// <summary>Works on one request: reads it, lets the target answer, writes the replies. Thread-safe.</summary>
/// <param name="queue">Where replies go.</param>
/// <param name="target">Who answers.</param>
/// <param name="maxDeliveries">How often a request is given to workers before it is put aside.</param>
/// <param name="report">Is told what a person should know.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkDesk(
    IWorkQueue queue,
    ITarget target,
    int maxDeliveries,
    Action<string> report,
    TimeProvider time
)
{
    // Two machines never agree quite on the time.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly RecentNames _done = new();
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private QueueWorkerTally _tally = new(0, 0, 0, 0, 0);

    /// <summary>What was done so far.</summary>
    public QueueWorkerTally Tally
    {
        get
        {
            lock (_gate)
            {
                return _tally;
            }
        }
    }

    /// <summary>Works on a request until its last reply is written and it is gone from the queue.</summary>
    /// <exception cref="QueueException">The queue is gone; the request is not done.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the request is not done.</exception>
    public async ValueTask ServeAsync(WorkItem item, CancellationToken cancellationToken)
    {
        (WorkRequest? request, string? problem) = WorkRequest.Read(item);
        if (request is null)
        {
            await BuryAsync(item, $"a message that {problem} was put aside", cancellationToken).ConfigureAwait(false);
            return;
        }

        if (item.Deliveries > maxDeliveries)
        {
            await GiveUpAsync(item, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (request.Expires < time.GetUtcNow() - Grace || !TryBegin(request.Id))
        {
            await queue.CompleteAsync(item, last: null, cancellationToken).ConfigureAwait(false);
            Count(static tally => tally with { Dropped = tally.Dropped + 1 });
            return;
        }

        bool isDone = false;
        try
        {
            await AnswerAsync(item, request, cancellationToken).ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            End(request.Id, isDone);
        }
    }

    private async ValueTask AnswerAsync(WorkItem item, WorkRequest request, CancellationToken cancellationToken)
    {
        long sequence = 0;
        IConversation conversation = target.StartConversation(request.Conversation);
        await using (conversation.ConfigureAwait(false))
        {
            await foreach (
                AgentEvent happened in conversation.TakeTurnAsync(request.Turn, cancellationToken).ConfigureAwait(false)
            )
            {
                bool isLast = happened is FinalEvent or ErrorEvent or LimitEvent;
                if (ReplyLine.Of(request, sequence + 1, happened) is not { } reply)
                {
                    continue;
                }

                sequence++;
                if (!isLast)
                {
                    await queue.ReplyAsync(reply, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                bool isAnswer = await FinishAsync(item, request, reply, cancellationToken).ConfigureAwait(false);
                Count(tally =>
                    isAnswer && happened is FinalEvent
                        ? tally with
                        {
                            Answered = tally.Answered + 1,
                        }
                        : tally with
                        {
                            Failed = tally.Failed + 1,
                        }
                );
            }
        }
    }

    /// <summary>Writes the last reply; one the queue does not take is replaced by the reason. Whether it was taken.</summary>
    private async ValueTask<bool> FinishAsync(
        WorkItem item,
        WorkRequest request,
        WorkReply reply,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await queue.CompleteAsync(item, reply, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QueueException refused) when (refused.Error.Kind == ErrorKind.Protocol)
        {
            report(refused.Message);
            WorkReply reason = ReplyLine.Of(
                request,
                reply.Sequence,
                new ErrorEvent(
                    new AgentError(ErrorKind.Protocol, $"the queue did not take the answer: {refused.Message}")
                )
            )!;
            await queue.CompleteAsync(item, reason, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async ValueTask GiveUpAsync(WorkItem item, WorkRequest request, CancellationToken cancellationToken)
    {
        string reason =
            $"request {request.Id} was given to workers {item.Deliveries - 1} times and answered by none; it was put aside";
        WorkReply reply = ReplyLine.Of(request, 1, new ErrorEvent(new AgentError("poison", reason)))!;
        await queue.ReplyAsync(reply, cancellationToken).ConfigureAwait(false);
        await BuryAsync(item, reason, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BuryAsync(WorkItem item, string reason, CancellationToken cancellationToken)
    {
        report(reason);
        await queue.BuryAsync(item, cancellationToken).ConfigureAwait(false);
        Count(static tally => tally with { Buried = tally.Buried + 1 });
    }

    private bool TryBegin(string id)
    {
        lock (_gate)
        {
            return !_done.Contains(id) && _underWay.Add(id);
        }
    }

    private void End(string id, bool isDone)
    {
        lock (_gate)
        {
            _underWay.Remove(id);
            if (isDone)
            {
                _done.Add(id);
            }
        }
    }

    private void Count(Func<QueueWorkerTally, QueueWorkerTally> add)
    {
        lock (_gate)
        {
            _tally = add(_tally);
        }
    }
}
