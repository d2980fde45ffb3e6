using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>Everything in a PostgreSQL database, in the schema <c>baton</c> unless <c>search_path</c> names another.</summary>
/// <remarks>
/// Safe for concurrent use by threads and by processes on many machines, whose clocks agree to within a lease's time. A
/// server that is away for less than half a minute is waited for. <see cref="Durability.Normal"/> does not wait for the
/// server's disk: a step survives this process, and a server that is stopped, not one that crashes in the next moment.
/// PostgreSQL keeps no NUL in a text: <c>U+FFFD</c> stands in its place.
/// </remarks>
public sealed class PostgresTopologyStore : ITopologyStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresExecutionStore _executions;

    private PostgresTopologyStore(PostgresDatabase database)
    {
        _database = database;
        _executions = new PostgresExecutionStore(database);
        Catalog = new PostgresCatalog(database);
        Approvals = new PostgresApprovals(database);
        States = new PostgresAgentStates(database);
    }

    /// <inheritdoc/>
    public IExecutionStore Executions => _executions;

    /// <inheritdoc/>
    public ICatalog Catalog { get; }

    /// <inheritdoc/>
    public IApprovals Approvals { get; }

    /// <inheritdoc/>
    public IAgentStates States { get; }

    /// <summary>Lets <see cref="TopologyStores.Open"/> open <c>postgresql://</c> and <c>postgres://</c>.</summary>
    public static void Register()
    {
        TopologyStores.Register("postgresql", Open);
        TopologyStores.Register("postgres", Open);
    }

    /// <summary>Connects; the tables are made when they are not there, and brought to this version's format.</summary>
    /// <param name="address"><c>postgresql://user:password@host:port/database?key=value</c>, as PostgreSQL's own programs read it.</param>
    /// <param name="durability">What an appended step survives.</param>
    /// <exception cref="TopologyException">The database cannot be used.</exception>
    public static PostgresTopologyStore Open(string address, Durability durability)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return new PostgresTopologyStore(PostgresDatabase.Open(address, durability));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _executions.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
