using Baton.Topologies.Execution;

namespace Baton.Topologies.Store.Memory;

/// <summary>Executions in memory.</summary>
internal sealed class MemoryExecutionStore(MemoryApprovals approvals, MemoryAgentStates states) : IExecutionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _executions = new(StringComparer.Ordinal);
    private long _last;

    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _executions.Add(execution.Id, new Entry(execution, ++_last) { Lease = lease });
        }

        return Task.CompletedTask;
    }

    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_executions.GetValueOrDefault(executionId)?.Shown);
        }
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            IReadOnlyList<ExecutionRecord> last =
            [
                .. _executions
                    .Values.Where(entry => status is null || entry.Execution.Status == status)
                    .OrderByDescending(entry => entry.Execution.StartedAt)
                    .ThenByDescending(entry => entry.Number)
                    .Take(limit)
                    .Select(entry => entry.Shown),
            ];
            return Task.FromResult(last);
        }
    }

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StepRecord>>([
                .. _executions.GetValueOrDefault(executionId)?.Steps ?? [],
            ]);
        }
    }

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
            Entry entry = Find(executionId);
            if (entry.Lease is { } held && held.Until > now && held.Owner != lease.Owner)
            {
                return Task.FromResult<Lease?>(held);
            }

            entry.Lease = lease;
            entry.IsCancelWanted = false;
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

    public Task<bool> RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Entry entry = Held(executionId, lease.Owner);
            entry.Lease = lease;
            return Task.FromResult(entry.IsCancelWanted);
        }
    }

    public Task<Lease?> RequestCancelAsync(string executionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Entry entry = Find(executionId);
            if (entry.Lease is { } held && held.Until > now)
            {
                entry.IsCancelWanted = true;
                return Task.FromResult<Lease?>(held);
            }

            if (entry.Execution.CompletedAt is null)
            {
                entry.Lease = null;
                entry.Execution = entry.Execution with { Status = ExecutionStatus.Cancelled, CompletedAt = now };
            }

            return Task.FromResult<Lease?>(null);
        }
    }

    public ValueTask AppendAsync(string executionId, string owner, StepRecord step)
    {
        lock (_gate)
        {
            Held(executionId, owner).Steps.Add(step);
        }

        return ValueTask.CompletedTask;
    }

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
                CompletedAt = end.CompletedAt,
            };
        }

        return Task.CompletedTask;
    }

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
                approvals.Remove(id);
                states.RemoveAll(PausedRunKey.PrefixOf(id));
            }

            return Task.FromResult(old.Length);
        }
    }

    private Entry Find(string executionId) =>
        _executions.GetValueOrDefault(executionId) ?? throw new ExecutionNotFoundException(executionId);

    private Entry Held(string executionId, string owner) =>
        _executions.GetValueOrDefault(executionId) is { } entry && entry.Lease?.Owner == owner
            ? entry
            : throw new LeaseLostException(executionId);

    private sealed class Entry(ExecutionRecord execution, long number)
    {
        public long Number => number;

        public ExecutionRecord Execution { get; set; } = execution;

        public Lease? Lease { get; set; }

        /// <summary>The execution as others read it.</summary>
        public ExecutionRecord Shown => Execution with { Lease = Lease };

        public bool IsCancelWanted { get; set; }

        public List<StepRecord> Steps { get; } = [];
    }
}
