using Baton.Agents;

namespace Baton.Targets.Queues;

/// <summary>The asking end of a pair of queues: requests go out, replies come back. Sending is thread-safe.</summary>
/// <remarks>
/// At least once in both directions: a request may be put into the queue twice and a reply be found twice when a
/// connection breaks at the wrong moment. Disposing it removes the reply queue where that was made for it alone.
/// </remarks>
internal interface IRequestChannel : IAsyncDisposable
{
    /// <summary>The request queue, for people.</summary>
    string Name { get; }

    /// <summary>Finds out whether the queues can be used.</summary>
    /// <returns><see langword="null"/> when they can, otherwise why not and what to do.</returns>
    ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Gets ready to receive; called again after a failure.</summary>
    /// <returns>Where workers shall put replies.</returns>
    /// <exception cref="QueueException">The queues cannot be used.</exception>
    ValueTask<string> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Puts a request into the queue.</summary>
    /// <returns>What the queue calls it, for <see cref="WithdrawAsync"/>.</returns>
    /// <exception cref="QueueException">That is not possible.</exception>
    ValueTask<string> SendAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Takes a request out of the queue again where no worker has it yet, as far as the queue can do that.</summary>
    /// <returns>Whether it was still there.</returns>
    /// <exception cref="QueueException">The queue is not there.</exception>
    ValueTask<bool> WithdrawAsync(QueueMessage message, string receipt, CancellationToken cancellationToken);

    /// <summary>Waits for replies and hands them over, oldest first. For one caller at a time.</summary>
    /// <param name="take">
    /// Is given each reply; says whether it was for this end, so that it may be removed. A reply for somebody else is
    /// left where the queue can leave it.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException">The queue is gone.</exception>
    ValueTask ReceiveAsync(Func<QueueReply, ValueTask<bool>> take, CancellationToken cancellationToken);
}
