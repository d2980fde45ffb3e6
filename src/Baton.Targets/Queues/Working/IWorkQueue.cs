namespace Baton.Targets.Queues.Working;

/// <summary>The working end of a pair of queues: requests are taken, replies are put where each request wants them.</summary>
/// <remarks>
/// A request that was taken stays hidden from other workers as long as this one says now and then that it is there
/// (<see cref="KeepAsync"/>), and comes back where it does not. Thread-safe, but <see cref="TakeAsync"/> is for one
/// caller at a time.
/// </remarks>
internal interface IWorkQueue : IAsyncDisposable
{
    /// <summary>The request queue, for people.</summary>
    string Name { get; }

    /// <summary>Gets ready.</summary>
    /// <exception cref="QueueException">The queue cannot be used.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Takes requests, also those of workers that went away; waits for one for a second or two.</summary>
    /// <param name="most">The most to take, at least 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What there was; may be nothing.</returns>
    /// <exception cref="QueueException">The queue is gone.</exception>
    ValueTask<IReadOnlyList<WorkItem>> TakeAsync(int most, CancellationToken cancellationToken);

    /// <summary>Puts a reply where its request wants it.</summary>
    /// <exception cref="QueueException">That is not possible.</exception>
    ValueTask ReplyAsync(WorkReply reply, CancellationToken cancellationToken);

    /// <summary>The request is done: it goes for good, after its last reply, where there is one, was written.</summary>
    /// <exception cref="QueueException">That is not possible.</exception>
    ValueTask CompleteAsync(WorkItem item, WorkReply? last, CancellationToken cancellationToken);

    /// <summary>Says that these requests are still worked on.</summary>
    /// <exception cref="QueueException">The queue is gone.</exception>
    ValueTask KeepAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken);

    /// <summary>Gives a request back, so that another worker can take it at once.</summary>
    /// <exception cref="QueueException">The queue is gone.</exception>
    ValueTask ReturnAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Puts a request aside where no worker takes it.</summary>
    /// <exception cref="QueueException">The queue is gone.</exception>
    ValueTask BuryAsync(WorkItem item, CancellationToken cancellationToken);
}

/// <summary>A request that was taken.</summary>
/// <param name="Receipt">What the queue calls it.</param>
/// <param name="Body">One JSON object, hopefully.</param>
/// <param name="Deliveries">How often it was given to a worker, this time included.</param>
internal sealed record WorkItem(string Receipt, ReadOnlyMemory<byte> Body, int Deliveries)
{
    /// <summary>The trace it belongs to as the queue tells it, or <see langword="null"/>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether it is longer than allowed; <see cref="Body"/> is its start.</summary>
    public bool IsCut { get; init; }
}

/// <summary>A reply to be written.</summary>
/// <param name="ReplyTo">Where the request wants it.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Sequence">Which of its replies it is, from 1.</param>
/// <param name="Body">The reply in JSON.</param>
internal sealed record WorkReply(string ReplyTo, string RequestId, long Sequence, ReadOnlyMemory<byte> Body);
