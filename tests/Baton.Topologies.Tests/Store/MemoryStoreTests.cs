using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Topologies.Tests.Store;

public sealed class MemoryExecutionTests : ExecutionContract<MemoryBackend>;

public sealed class MemoryCatalogTests : CatalogContract<MemoryBackend>;

public sealed class MemoryApprovalTests : ApprovalContract<MemoryBackend>;

public sealed class MemoryAgentStateTests : AgentStateContract<MemoryBackend>;

/// <summary>One store in memory; opened twice it is the same.</summary>
public sealed class MemoryBackend : StoreBackend
{
    private readonly MemoryTopologyStore _store = new();

    public override ValueTask InitializeAsync() => default;

    public override ITopologyStore Open(Durability durability = Durability.Normal) => _store;

    public override ValueTask DisposeAsync() => _store.DisposeAsync();
}
