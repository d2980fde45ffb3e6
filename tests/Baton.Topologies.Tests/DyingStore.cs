using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests;

/// <summary>A store whose process is killed after some steps: nothing is written from then on, and the lease ends.</summary>
internal sealed class DyingStore(ITopologyStore whole, int after) : ITopologyStore, IExecutionStore
{
    private readonly IExecutionStore _inner = whole.Executions;
    private int _appended;

    public IExecutionStore Executions => this;

    public ICatalog Catalog => whole.Catalog;

    public IApprovals Approvals => whole.Approvals;

    public IAgentStates States => whole.States;

    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken) =>
        _inner.CreateAsync(execution, lease with { Until = DateTimeOffset.UnixEpoch }, cancellationToken);

    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        _inner.FindAsync(executionId, cancellationToken);

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    ) => _inner.ListAsync(limit, status, cancellationToken);

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken) =>
        _inner.ReadStepsAsync(executionId, cancellationToken);

    public Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    ) => _inner.AcquireAsync(executionId, lease, now, runnerType, cancellationToken);

    public Task<bool> RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public Task<Lease?> RequestCancelAsync(
        string executionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _inner.RequestCancelAsync(executionId, now, cancellationToken);

    public ValueTask AppendAsync(string executionId, string owner, StepRecord step) =>
        _appended++ < after ? _inner.AppendAsync(executionId, owner, step) : throw new DeadException();

    public Task EndAsync(string executionId, string owner, ExecutionEnd end) => throw new DeadException();

    public Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) =>
        _inner.PruneAsync(endedBefore, cancellationToken);

    public ValueTask DisposeAsync() => default;

    internal sealed class DeadException : Exception;
}
