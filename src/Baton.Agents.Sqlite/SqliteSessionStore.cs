using Baton.Agents.Sessions;
using Baton.Agents.Sqlite.Files;
using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite;

/// <summary>Many sessions in one SQLite file.</summary>
/// <remarks>
/// Safe for concurrent use by threads and by processes on one machine; the file must not lie on a network drive. The file
/// is made, or brought to this version's format, when it is first read or written; until then nothing is checked.
/// Next to it lie <c>-wal</c> and <c>-shm</c> files while it is in use, and after a crash: they belong to it.
/// </remarks>
public sealed class SqliteSessionStore : IDisposable
{
    private readonly SqliteFile _file;
    private readonly TimeProvider _timeProvider;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">The file. Its folder must be there.</param>
    /// <param name="timeProvider">The clock of the times in <see cref="ListAsync"/>. Default: the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public SqliteSessionStore(string path, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _file = new SqliteFile(path, SessionFormat.Current);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The file, absolute.</summary>
    public string Path => _file.Path;

    /// <summary>Opens a session. It is in the file once something was appended to it.</summary>
    /// <param name="id">What it is called: any text that is not white space alone; case matters.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty or white space.</exception>
    public SqliteSession Open(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new SqliteSession(this, id);
    }

    /// <summary>Lists the sessions, the one changed last first.</summary>
    /// <exception cref="SessionException">The file cannot be read.</exception>
    public Task<IReadOnlyList<SqliteSessionInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(ReadList, cancellationToken);

    /// <summary>Removes a session and its messages.</summary>
    /// <param name="id">What it is called.</param>
    /// <param name="cancellationToken">Ends the removal as long as nothing is removed.</param>
    /// <returns>Whether there was such a session.</returns>
    /// <exception cref="SessionException">The file cannot be written.</exception>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        WriteAsync(
            connection => connection.Execute("DELETE FROM session WHERE id = $id;", ("$id", id)) > 0,
            cancellationToken
        );

    /// <summary>Closes the file, after every call has returned.</summary>
    public void Dispose() => _file.Dispose();

    internal long Now => _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    internal async Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        try
        {
            return await _file.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteFileException exception)
        {
            throw new SessionException(exception.Message, exception);
        }
    }

    internal async Task<T> WriteAsync<T>(Func<SqliteConnection, T> change, CancellationToken cancellationToken)
    {
        try
        {
            return await _file.WriteAsync(change, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteFileException exception)
        {
            throw new SessionException(exception.Message, exception);
        }
    }

    private static IReadOnlyList<SqliteSessionInfo> ReadList(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Statement(
            """
            SELECT id, (SELECT COUNT(*) FROM message WHERE session = key), created_at, updated_at
            FROM session ORDER BY updated_at DESC, key DESC;
            """
        );
        using SqliteDataReader reader = command.ExecuteReader();
        List<SqliteSessionInfo> sessions = [];
        while (reader.Read())
        {
            sessions.Add(new(reader.GetString(0), reader.GetInt64(1), Time(reader, 2), Time(reader, 3)));
        }

        return sessions;
    }

    private static DateTimeOffset Time(SqliteDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}
