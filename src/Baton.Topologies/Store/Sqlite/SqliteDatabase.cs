using Baton.Agents.Sqlite.Files;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>A file of topologies: one connection for writing, with its queue of commits, and others for reading.</summary>
/// <remarks>Errors of the file come as <see cref="TopologyException"/>. Thread-safe but for <see cref="Writer"/>.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    // 4 MiB of log: what is written again and again goes into the file once.
    private const int PagesBetweenCheckpoints = 4096;

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly CommitQueue _commits;
    private bool _isClosed;

    private SqliteDatabase(string path, Durability durability, SqliteConnection writer)
    {
        Path = path;
        Durability = durability;
        Writer = writer;
        _commits = new CommitQueue(writer, Describe);
    }

    /// <summary>The file, absolute.</summary>
    public string Path { get; }

    /// <summary>What a commit survives.</summary>
    public Durability Durability { get; }

    /// <summary>The connection for writing; used inside <see cref="CommitAsync"/> alone.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>Opens a file; it is made when it is not there, and brought to this version's format.</summary>
    /// <exception cref="TopologyException">The file cannot be used.</exception>
    public static SqliteDatabase Open(string path, Durability durability)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = System.IO.Path.GetFullPath(path);
        try
        {
            SqliteConnection connection = SqliteDriver.Open(path, BusyTimeout);
            try
            {
                // Counts for a new file alone: a step is short, and every commit writes whole pages.
                connection.Execute("PRAGMA page_size = 1024;");
                SqliteSchema.Configure(connection, BusyTimeout);
                SqliteSchema.Prepare(connection, path, TopologyFormat.Current);
                connection.Execute(
                    $"""
                    PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")};
                    PRAGMA wal_autocheckpoint = {PagesBetweenCheckpoints};
                    """
                );
                return new SqliteDatabase(path, durability, connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException failure)
        {
            throw Describe(failure, path);
        }
        catch (SqliteFileException failure)
        {
            throw new TopologyException(failure.Message, failure);
        }
    }

    /// <summary>Makes a change; on return it is committed.</summary>
    public Task CommitAsync(Action change) => _commits.CommitAsync(change);

    /// <summary>Makes a change that tells something; on return it is committed.</summary>
    public async Task<T> CommitAsync<T>(Func<T> change)
    {
        T told = default!;
        await _commits.CommitAsync(() => told = change()).ConfigureAwait(false);
        return told;
    }

    /// <summary>Runs queries that see one state of the file.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    using SqliteConnection connection = SqliteDriver.Open(Path, BusyTimeout);
                    using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
                    return query(connection);
                }
                catch (SqliteException failure)
                {
                    throw Describe(failure);
                }
            },
            cancellationToken
        );

    /// <summary>Closes the file, once nobody uses it any more.</summary>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _commits.Dispose();
            Writer.Dispose();
            SqliteDriver.CloseIdle(Path, BusyTimeout);
        }
    }

    private TopologyException Describe(SqliteException failure) => Describe(failure, Path);

    private static TopologyException Describe(SqliteException failure, string path) =>
        new(SqliteFailure.Describe(failure, path, TopologyFormat.Current), failure);
}
