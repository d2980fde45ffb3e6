using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>The workers of one target: started when they are needed, replaced when they end.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class PythonWorkerPool(PythonLaunch launch, int size, TimeProvider clock, CancelGrace grace)
    : IAsyncDisposable
{
    // Guards the lists and the flag.
    private readonly Lock _gate = new();
    private readonly List<PythonWorker> _workers = [];
    private readonly List<Task> _supervisions = [];
    private bool _disposed;

    /// <summary>Gives the conversation to the least loaded worker, starting one while there are fewer than allowed.</summary>
    /// <returns>The worker once it is ready, or why there is none.</returns>
    public async ValueTask<(PythonWorker? Worker, AgentError? Error)> AcquireAsync(
        long conversation,
        CancellationToken cancellationToken
    )
    {
        PythonWorker worker = Pick(conversation);
        AgentError? error;
        try
        {
            error = await worker.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            worker.Close(conversation);
            throw;
        }

        if (error is not null)
        {
            worker.Close(conversation);
            return (null, error);
        }

        return (worker, null);
    }

    /// <summary>Stops a call nobody waits for any more. Returns at once; the pool sees to it that it really ends.</summary>
    public void Abandon(PythonWorker worker, PythonCall call)
    {
        worker.Cancel(call);
        lock (_gate)
        {
            _supervisions.RemoveAll(task => task.IsCompleted);
            _supervisions.Add(SuperviseAsync(worker, call));
        }
    }

    /// <summary>Ends every worker.</summary>
    public async ValueTask DisposeAsync()
    {
        PythonWorker[] workers;
        lock (_gate)
        {
            _disposed = true;
            workers = [.. _workers];
        }

        await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask())).ConfigureAwait(false);
        Task[] supervisions;
        lock (_gate)
        {
            supervisions = [.. _supervisions];
        }

        await Task.WhenAll(supervisions).ConfigureAwait(false);
    }

    private PythonWorker Pick(long conversation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (PythonWorker Worker, int? Load)[] open =
            [
                .. _workers.Select(worker => (worker, worker.Load)).Where(worker => worker.Load is not null),
            ];
            (PythonWorker? worker, int? load) = open.OrderBy(worker => worker.Load).FirstOrDefault();
            if (worker is null || (load > 0 && open.Length < size))
            {
                worker = new PythonWorker(launch, clock, Forget);
                _workers.Add(worker);
            }

            worker.Open(conversation);
            return worker;
        }
    }

    private async Task SuperviseAsync(PythonWorker worker, PythonCall call)
    {
        if (await EndsWithinAsync(call, grace.Call).ConfigureAwait(false))
        {
            return;
        }

        worker.Drain(call);
        call.GiveUp();
        if (call.CancelSeen || await EndsWithinAsync(call, grace.Loop).ConfigureAwait(false) || call.CancelSeen)
        {
            return;
        }

        worker.Stop(
            "the Python worker was stopped: another call blocked its event loop and did not stop when cancelled"
        );
    }

    private async Task<bool> EndsWithinAsync(PythonCall call, TimeSpan time)
    {
        try
        {
            await call.Ended.WaitAsync(time, clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Forget(PythonWorker worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
        }
    }
}

/// <summary>How long a cancelled call may take to stop.</summary>
/// <param name="Call">Until its worker takes no new conversations and is replaced.</param>
/// <param name="Loop">After that, until a worker whose event loop gives no sign of life is killed.</param>
internal sealed record CancelGrace(TimeSpan Call, TimeSpan Loop)
{
    /// <summary>One second, then four.</summary>
    public static CancelGrace Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
}
