using Baton.TestSupport;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Topologies.Tests.Store;

public sealed class SqliteExecutionTests : ExecutionContract<SqliteBackend>;

public sealed class SqliteCatalogTests : CatalogContract<SqliteBackend>;

public sealed class SqliteApprovalTests : ApprovalContract<SqliteBackend>;

public sealed class SqliteAgentStateTests : AgentStateContract<SqliteBackend>;

public sealed class SqliteLateWritingTests : LateWritingContract<SqliteBackend>;

/// <summary>A file of its own.</summary>
public sealed class SqliteBackend : StoreBackend
{
    private readonly TempWorkspace _workspace = new();

    public override ValueTask InitializeAsync() => default;

    public override ITopologyStore Open(Durability durability = Durability.Normal) =>
        SqliteTopologyStore.Open(_workspace.PathOf("agent.db"), durability);

    public override ValueTask DisposeAsync()
    {
        _workspace.Dispose();
        return default;
    }
}
