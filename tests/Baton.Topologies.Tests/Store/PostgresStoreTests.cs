using Baton.TestSupport;
using Baton.Topologies.Postgres;
using Baton.Topologies.Store;
using Baton.Topologies.Tests.Store;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace Baton.Topologies.Tests.Store;

[Trait("Needs", "postgresql")]
public sealed class PostgresExecutionTests : ExecutionContract<PostgresBackend>;

[Trait("Needs", "postgresql")]
public sealed class PostgresCatalogTests : CatalogContract<PostgresBackend>;

[Trait("Needs", "postgresql")]
public sealed class PostgresApprovalTests : ApprovalContract<PostgresBackend>;

[Trait("Needs", "postgresql")]
public sealed class PostgresAgentStateTests : AgentStateContract<PostgresBackend>;

[Trait("Needs", "postgresql")]
public sealed class PostgresLateWritingTests : LateWritingContract<PostgresBackend>;

/// <summary>A schema of its own.</summary>
public sealed class PostgresBackend : StoreBackend
{
    private string _address = "";

    public override async ValueTask InitializeAsync() => _address = await SharedPostgres.NewAddressAsync();

    public override ITopologyStore Open(Durability durability = Durability.Normal) =>
        PostgresTopologyStore.Open(_address, durability);

    public override ValueTask DisposeAsync() => default;
}

/// <summary>One server for all tests that need one, started by the first of them.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartNewAsync());
    private static int _schemas;

    public static async Task<string> NewAddressAsync() =>
        (await _server.Value).AddressOf($"t{Interlocked.Increment(ref _schemas)}");

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
