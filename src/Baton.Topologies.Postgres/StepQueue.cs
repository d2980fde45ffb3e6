using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>
/// Steps that wait for the database: while some are written, others gather, and go in one commit. Thread-safe.
/// </summary>
internal sealed class StepQueue(PostgresDatabase database) : IAsyncDisposable
{
    private const int MostAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly Queue<PendingStep> _waiting = new();
    private Task? _writing;

    /// <summary>Writes a step; on return it is committed.</summary>
    /// <exception cref="LeaseLostException">Somebody else has the execution.</exception>
    public Task AppendAsync(PendingStep step)
    {
        lock (_gate)
        {
            _waiting.Enqueue(step);
            _writing ??= Task.Run(WriteAllAsync);
        }

        return step.Task;
    }

    /// <summary>Waits until everything is written.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? writing;
        lock (_gate)
        {
            writing = _writing;
        }

        await (writing ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            if (!await TryWriteAsync(batch, isLast: batch.Count == 1).ConfigureAwait(false))
            {
                // One of them cannot be written; the others need not suffer for it.
                foreach (PendingStep step in batch)
                {
                    await TryWriteAsync([step], isLast: true).ConfigureAwait(false);
                }
            }
        }
    }

    private List<PendingStep> Next()
    {
        List<PendingStep> batch = [];
        lock (_gate)
        {
            while (batch.Count < MostAtOnce && _waiting.TryDequeue(out PendingStep? step))
            {
                batch.Add(step);
            }

            if (batch.Count == 0)
            {
                _writing = null;
            }
        }

        return batch;
    }

    private async Task<bool> TryWriteAsync(List<PendingStep> batch, bool isLast)
    {
        try
        {
            List<PendingStep> refused = await database
                .RunAsync(
                    (connection, token) => StepStatement.AppendAsync(connection, transaction: null, batch, token),
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            foreach (PendingStep step in refused)
            {
                step.Fail(new LeaseLostException(step.ExecutionId));
            }

            foreach (PendingStep step in batch)
            {
                // Of those refused this changes nothing.
                step.Done();
            }

            return true;
        }
        catch (Exception failure) when (isLast)
        {
            batch[0].Fail(failure);
            return true;
        }
        catch (TopologyException)
        {
            return false;
        }
    }
}
