using Baton.Targets.Queues.Working;

namespace Baton.Targets.Queues.Sqs;

/// <summary>The working end of SQS queues.</summary>
internal sealed class SqsWork(SqsQueues queues, QueueDeliveryOptions delivery) : IWorkQueue
{
    private const int LargestBatch = 10;
    private const int PollSeconds = 2;

    /// <inheritdoc/>
    public string Name => queues.Options.RequestUrl;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (await queues.ProbeAsync(cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw new QueueException(problem);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkItem>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqsMessage> messages = await queues
            .ReceiveAsync(queues.Options.RequestUrl, most, PollSeconds, delivery.Visibility, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. messages.Select(static message => new WorkItem(message.Receipt, message.Body, message.Deliveries)
            {
                TraceParent = message.TraceParent,
            }),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask ReplyAsync(WorkReply reply, CancellationToken cancellationToken) =>
        await queues
            .SendAsync(
                reply.ReplyTo,
                reply.Body,
                traceParent: null,
                reply.RequestId,
                $"{reply.RequestId}-{reply.Sequence}",
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(WorkItem item, WorkReply? last, CancellationToken cancellationToken)
    {
        if (last is not null)
        {
            await ReplyAsync(last, cancellationToken).ConfigureAwait(false);
        }

        await queues.DeleteAsync(queues.Options.RequestUrl, [item.Receipt], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken)
    {
        foreach (WorkItem[] batch in items.Chunk(LargestBatch))
        {
            await queues
                .HideAsync(
                    queues.Options.RequestUrl,
                    [.. batch.Select(static item => item.Receipt)],
                    delivery.Visibility,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReturnAsync(WorkItem item, CancellationToken cancellationToken) =>
        queues.HideAsync(queues.Options.RequestUrl, [item.Receipt], TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask BuryAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (delivery.DeadLetter is { } deadLetter)
        {
            await queues
                .SendAsync(
                    deadLetter,
                    item.Body,
                    item.TraceParent,
                    group: "dead",
                    Guid.NewGuid().ToString("N"),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        await CompleteAsync(item, last: null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        queues.Dispose();
        return ValueTask.CompletedTask;
    }
}
