namespace Baton.Topologies.Store.Memory;

/// <summary>Everything in memory: for tests, and where nothing is to be kept. Nothing outlives the process.</summary>
public sealed class MemoryTopologyStore : ITopologyStore
{
    private readonly MemoryApprovals _approvals = new();

    /// <summary>An empty store.</summary>
    public MemoryTopologyStore() => Executions = new MemoryExecutionStore(_approvals);

    /// <inheritdoc/>
    public IExecutionStore Executions { get; }

    /// <inheritdoc/>
    public ICatalog Catalog { get; } = new MemoryCatalog();

    /// <inheritdoc/>
    public IApprovals Approvals => _approvals;

    /// <inheritdoc/>
    public IAgentStates States { get; } = new MemoryAgentStates();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
