using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>Executions in memory: for tests, and where nothing is to be kept. Nothing outlives the process.</summary>
public sealed class MemoryExecutionStore : IExecutionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _executions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _executions.Add(execution.Id, new Entry(execution) { Lease = lease });
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_executions.GetValueOrDefault(executionId)?.Execution);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IReadOnlyList<ExecutionRecord> last =
            [
                .. _executions
                    .Values.Select(entry => entry.Execution)
                    .OrderByDescending(execution => execution.StartedAt)
                    .Take(limit),
            ];
            return Task.FromResult(last);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IReadOnlyList<StepRecord> steps = [.. _executions[executionId].Steps];
            return Task.FromResult(steps);
        }
    }

    /// <inheritdoc/>
    public Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            Entry entry = _executions[executionId];
            if (entry.Lease is { } held && held.Until > now && held.Owner != lease.Owner)
            {
                return Task.FromResult<Lease?>(held);
            }

            entry.Lease = lease;
            entry.Execution = entry.Execution with
            {
                Status = ExecutionStatus.Running,
                RunnerType = runnerType,
                CompletedAt = null,
                Error = null,
            };
            return Task.FromResult<Lease?>(null);
        }
    }

    /// <inheritdoc/>
    public Task RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Held(executionId, lease.Owner).Lease = lease;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(string executionId, string owner, StepRecord step)
    {
        lock (_gate)
        {
            Held(executionId, owner).Steps.Add(step);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EndAsync(string executionId, string owner, ExecutionEnd end)
    {
        lock (_gate)
        {
            Entry entry = Held(executionId, owner);
            entry.Lease = null;
            entry.Execution = entry.Execution with
            {
                Status = end.Status,
                Output = end.Output,
                Error = end.Error,
                CompletedAt = end.At,
            };
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            string[] old =
            [
                .. _executions
                    .Where(entry => entry.Value.Lease is null && entry.Value.Execution.CompletedAt < endedBefore)
                    .Select(entry => entry.Key),
            ];
            foreach (string id in old)
            {
                _executions.Remove(id);
            }

            return Task.FromResult(old.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Entry Held(string executionId, string owner) =>
        _executions[executionId] is { } entry && entry.Lease?.Owner == owner
            ? entry
            : throw new LeaseLostException(executionId);

    private sealed class Entry(ExecutionRecord execution)
    {
        public ExecutionRecord Execution { get; set; } = execution;

        public Lease? Lease { get; set; }

        public List<StepRecord> Steps { get; } = [];
    }
}
