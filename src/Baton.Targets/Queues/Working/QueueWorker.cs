using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Sqs;

namespace Baton.Targets.Queues.Working;

/// <summary>Serves a target from a queue: takes requests, lets the target answer, and writes replies.</summary>
/// <remarks>
/// A request goes for good only after its last reply was written, so a worker that dies loses none: others take it over
/// once it was silent for <see cref="QueueDeliveryOptions.Visibility"/>.
/// </remarks>
public sealed class QueueWorker : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // Longer than any queue lets a worker wait for a request.
    private static readonly TimeSpan LongestTake = TimeSpan.FromSeconds(5);
    private readonly IWorkQueue _queue;
    private readonly WorkDesk _desk;
    private readonly QueueWorkerSettings _settings;
    private readonly QueueDeliveryOptions _delivery;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, WorkItem> _taken = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free;
    private int _returned;

    /// <summary>Makes a worker; opens no connection.</summary>
    /// <param name="target">Who answers; the caller disposes it.</param>
    /// <param name="queue">The queue, as those who ask have it in their configuration.</param>
    /// <param name="environment">Where it runs.</param>
    /// <param name="settings">How it works.</param>
    public QueueWorker(ITarget target, QueueOptions queue, TargetEnvironment environment, QueueWorkerSettings settings)
    {
        _queue = Queue(queue, environment);
        _delivery = queue.Delivery;
        _settings = settings;
        _free = new SemaphoreSlim(settings.Concurrency);
        _time = environment.TimeProvider;
        _desk = new WorkDesk(_queue, target, _delivery.MaxDeliveries, settings.Report, _time);
    }

    /// <summary>The request queue, for people.</summary>
    public string Name => _queue.Name;

    /// <summary>Connects to the queue.</summary>
    /// <exception cref="QueueException">The queue cannot be used; the message says what to do.</exception>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => _queue.OpenAsync(cancellationToken);

    /// <summary>Works until it is asked to stop. A server that goes away is waited for without end.</summary>
    /// <param name="stop">No further requests are taken; those under way are finished.</param>
    /// <param name="abandon">Requests under way are given back unanswered.</param>
    /// <returns>What was done.</returns>
    public async Task<QueueWorkerTally> RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        using CancellationTokenSource over = new();
        using CancellationTokenSource taking = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        CancellationTokenRegistration stopping = stop.Register(() => taking.CancelAfter(LongestTake));
        await using ConfiguredAsyncDisposable unregistering = stopping.ConfigureAwait(false);
        Task keeping = KeepAsync(over.Token);
        List<Task> serving = [];
        while (await TakeAsync(stop, taking.Token).ConfigureAwait(false) is { } items)
        {
            serving.RemoveAll(static task => task.IsCompleted);
            foreach (WorkItem item in items)
            {
                serving.Add(ServeAsync(item, abandon));
            }
        }

        await Task.WhenAll(serving).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        return _desk.Tally with { Returned = _returned };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        _free.Dispose();
    }

    /// <summary>Takes requests once there is room for one; <see langword="null"/> when the worker shall stop.</summary>
    private async Task<IReadOnlyList<WorkItem>?> TakeAsync(CancellationToken stop, CancellationToken taking)
    {
        try
        {
            await _free.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        int room = 1;
        while (_free.Wait(0, CancellationToken.None))
        {
            room++;
        }

        IReadOnlyList<WorkItem> items = [];
        try
        {
            // Not ended at once by `stop`: a request on its way would only come back after its time.
            IReadOnlyList<WorkItem> found = await _queue.TakeAsync(room, taking).ConfigureAwait(false);
            // What this worker works on may be given to it again when it could not say so in time.
            items = [.. found.Where(item => _taken.TryAdd(item.Receipt, item))];
        }
        catch (QueueException gone)
        {
            _settings.Report(gone.Message);
            await PauseAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Asked to go at once, or the queue is gone.
        }

        if (room > items.Count)
        {
            _free.Release(room - items.Count);
        }

        return stop.IsCancellationRequested && items.Count == 0 ? null : items;
    }

    private async Task ServeAsync(WorkItem item, CancellationToken abandon)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _desk.ServeAsync(item, abandon).ConfigureAwait(false);
        }
        catch (QueueException gone)
        {
            // The queue gives the request to somebody again.
            _settings.Report(gone.Message);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _returned);
            await Farewell
                .SayAsync(async token =>
                {
                    await _queue.ReturnAsync(item, token).ConfigureAwait(false);
                    return true;
                })
                .ConfigureAwait(false);
        }
        finally
        {
            _taken.TryRemove(item.Receipt, out _);
            _free.Release();
        }
    }

    private async Task KeepAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_delivery.Visibility / 3, _time, over).ConfigureAwait(false);
                try
                {
                    await _queue.KeepAsync([.. _taken.Values], over).ConfigureAwait(false);
                }
                catch (QueueException gone)
                {
                    _settings.Report(gone.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The worker is done.
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(PauseAfterFailure, _time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller looks.
        }
    }

    private static IWorkQueue Queue(QueueOptions options, TargetEnvironment environment)
    {
        if (options.Sqs is { } sqs)
        {
            return new SqsWork(new SqsQueues(sqs, TimeSpan.MaxValue, environment), options.Delivery);
        }

        RedisQueues redis = new(
            options.Redis ?? throw new ArgumentException("`queue` names neither `redis` nor `sqs`", nameof(options)),
            TimeSpan.MaxValue,
            environment.TimeProvider
        );
        return redis.Options.Mode == RedisQueueMode.List
            ? new RedisListWork(redis, options.Delivery, environment.TimeProvider)
            : new RedisStreamWork(redis, options.Delivery, environment.TimeProvider);
    }
}
