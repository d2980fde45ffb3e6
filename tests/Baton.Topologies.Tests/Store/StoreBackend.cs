using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>One place of one kind of store, opened as often as a test wants.</summary>
public abstract class StoreBackend : IAsyncLifetime
{
    public abstract ValueTask InitializeAsync();

    /// <summary>Opens the place; what was written to it before is there.</summary>
    public abstract ITopologyStore Open(Durability durability = Durability.Normal);

    public abstract ValueTask DisposeAsync();
}
