using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests;

/// <summary>A store whose process is killed after some steps: nothing is written from then on, and the lease ends.</summary>
internal sealed class DyingStore(IExecutionStore inner, int after) : IExecutionStore
{
    private int _appended;

    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken) =>
        inner.CreateAsync(execution, lease with { Until = DateTimeOffset.UnixEpoch }, cancellationToken);

    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        inner.FindAsync(executionId, cancellationToken);

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(limit, cancellationToken);

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken) =>
        inner.ReadStepsAsync(executionId, cancellationToken);

    public Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    ) => inner.AcquireAsync(executionId, lease, now, runnerType, cancellationToken);

    public Task RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask AppendAsync(string executionId, string owner, StepRecord step) =>
        _appended++ < after ? inner.AppendAsync(executionId, owner, step) : throw new DeadException();

    public Task EndAsync(string executionId, string owner, ExecutionEnd end) => throw new DeadException();

    public Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) =>
        inner.PruneAsync(endedBefore, cancellationToken);

    public ValueTask DisposeAsync() => default;

    internal sealed class DeadException : Exception;
}
