using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite.Files;

/// <summary>
/// A SQLite file that several threads and processes use at once. It is made, checked and brought to its format's version
/// when it is first used.
/// </summary>
/// <remarks>
/// Write-ahead log, so that readers wait for nobody; every commit is on disk before it returns. The driver has no true
/// asynchronous calls: work runs on the thread pool. Errors come as <see cref="SqliteFileException"/>.
/// </remarks>
internal sealed class SqliteFile(string path, SqliteFormat format) : IDisposable
{
    // How long a writer waits for another process.
    private static readonly TimeSpan _busyTimeout = TimeSpan.FromSeconds(5);

    // Writers of this process queue here, where waiting can be cancelled, instead of polling the file's lock.
    private readonly SemaphoreSlim _writing = new(1);
    private volatile bool _isReady;

    /// <summary>Where the file is, absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Runs queries that see one state of the file.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken) =>
        RunAsync(
            connection =>
            {
                using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
                return query(connection);
            },
            cancellationToken
        );

    /// <summary>Runs changes as a whole: all are on disk on return, or none when it throws or is cancelled.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(
                    connection =>
                    {
                        using SqliteTransaction transaction = connection.BeginTransaction();
                        T result = change(connection);
                        cancellationToken.ThrowIfCancellationRequested();
                        transaction.Commit();
                        return result;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Closes what is open. The file may be used again.</summary>
    public void Dispose()
    {
        SqliteDriver.CloseIdle(Path, _busyTimeout);
        _writing.Dispose();
    }

    private Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    using SqliteConnection connection = SqliteDriver.Open(Path, _busyTimeout);
                    SqliteSchema.Configure(connection, _busyTimeout);
                    if (!_isReady)
                    {
                        SqliteSchema.Prepare(connection, Path, format);
                        _isReady = true;
                    }

                    return work(connection);
                }
                catch (SqliteException exception)
                {
                    throw new SqliteFileException(SqliteFailure.Describe(exception, Path, format), exception);
                }
            },
            cancellationToken
        );
}
