namespace Baton.Topologies.Store.Memory;

/// <summary>Everything in memory: for tests, and where nothing is to be kept. Nothing outlives the process.</summary>
public sealed class MemoryTopologyStore : ITopologyStore
{
    private readonly MemoryApprovals _approvals = new();
    private readonly MemoryAgentStates _states = new();

    /// <summary>An empty store.</summary>
    public MemoryTopologyStore() => Executions = new MemoryExecutionStore(_approvals, _states);

    /// <inheritdoc/>
    public IExecutionStore Executions { get; }

    /// <inheritdoc/>
    public ICatalog Catalog { get; } = new MemoryCatalog();

    /// <inheritdoc/>
    public IApprovals Approvals => _approvals;

    /// <inheritdoc/>
    public IAgentStates States => _states;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
