namespace Baton.Topologies.Store.Sqlite;

/// <summary>Everything in one SQLite file, with a write-ahead log.</summary>
/// <remarks>Safe for concurrent use by threads and by processes on one machine; the file must not lie on a network drive.</remarks>
public sealed class SqliteTopologyStore : ITopologyStore
{
    private readonly SqliteDatabase _database;
    private readonly SqliteExecutionStore _executions;

    private SqliteTopologyStore(SqliteDatabase database)
    {
        _database = database;
        _executions = new SqliteExecutionStore(database);
        Catalog = new SqliteCatalog(database);
        Approvals = new SqliteApprovals(database);
        States = new SqliteAgentStates(database);
    }

    /// <inheritdoc/>
    public IExecutionStore Executions => _executions;

    /// <inheritdoc/>
    public ICatalog Catalog { get; }

    /// <inheritdoc/>
    public IApprovals Approvals { get; }

    /// <inheritdoc/>
    public IAgentStates States { get; }

    /// <summary>Opens a file; it is made when it is not there, and brought to this version's format.</summary>
    /// <param name="path">The file. Its folder must be there.</param>
    /// <param name="durability">What an appended step survives. Default <see cref="Durability.Full"/>.</param>
    /// <exception cref="TopologyException">The file cannot be used.</exception>
    public static SqliteTopologyStore Open(string path, Durability durability = Durability.Full) =>
        new(SqliteDatabase.Open(path, durability));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _executions.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
