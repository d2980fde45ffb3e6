using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>A store whose questions to people are noted for a while. Disposing it does nothing to the store.</summary>
internal sealed class NotedStore(ITopologyStore store, NotedApprovals approvals) : ITopologyStore
{
    /// <inheritdoc/>
    public IExecutionStore Executions => store.Executions;

    /// <inheritdoc/>
    public ICatalog Catalog => store.Catalog;

    /// <inheritdoc/>
    public IApprovals Approvals => approvals;

    /// <inheritdoc/>
    public IAgentStates States => store.States;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
