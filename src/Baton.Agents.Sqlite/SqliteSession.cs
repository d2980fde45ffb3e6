using Baton.Agents.Sessions;
using Baton.Agents.Sqlite.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite;

/// <summary>A session in a SQLite file; made by <see cref="SqliteSessionStore.Open"/>.</summary>
/// <remarks>
/// Safe for concurrent use by threads and processes. What was appended survives a crash of the process and of the
/// machine; an append that a crash interrupts leaves nothing. Messages come back as they were, except for what
/// <see cref="AIJsonUtilities.DefaultOptions"/> does not write: raw representations and exceptions. Of an exception that
/// stands for a result, the message stays.
/// </remarks>
public sealed class SqliteSession : ISession
{
    private readonly SqliteSessionStore _store;

    internal SqliteSession(SqliteSessionStore store, string id)
    {
        _store = store;
        Id = id;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default) =>
        await _store.ReadAsync(ReadMessages, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(
        IReadOnlyList<ChatMessage> messages,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            return;
        }

        // Written out before the file is locked: a large image must not hold up other processes.
        string[] json = [.. messages.Select((message, index) => StoredMessage.Write(message, index + 1, Id))];
        await _store.WriteAsync(connection => Append(connection, json), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ClearAsync(CancellationToken cancellationToken = default) =>
        await _store.WriteAsync(Clear, cancellationToken).ConfigureAwait(false);

    private List<ChatMessage> ReadMessages(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Statement(
            """
            SELECT position, json FROM message JOIN session ON session.key = message.session
            WHERE session.id = $id ORDER BY position;
            """,
            ("$id", Id)
        );
        using SqliteDataReader reader = command.ExecuteReader();
        List<ChatMessage> messages = [];
        while (reader.Read())
        {
            messages.Add(StoredMessage.Read(reader.GetString(1), reader.GetInt64(0), Id, _store.Path));
        }

        return messages;
    }

    private long Append(SqliteConnection connection, string[] json)
    {
        long key = connection.Number(
            """
            INSERT INTO session (id, created_at, updated_at) VALUES ($id, $now, $now)
            ON CONFLICT (id) DO UPDATE SET updated_at = $now RETURNING key;
            """,
            ("$id", Id),
            ("$now", _store.Now)
        );
        long position = connection.Number(
            "SELECT COALESCE(MAX(position), 0) FROM message WHERE session = $key;",
            ("$key", key)
        );
        using SqliteCommand insert = connection.Statement(
            "INSERT INTO message (session, position, json) VALUES ($key, $position, $json);",
            ("$key", key),
            ("$position", position),
            ("$json", string.Empty)
        );
        foreach (string message in json)
        {
            insert.Parameters[1].Value = ++position;
            insert.Parameters[2].Value = message;
            insert.ExecuteNonQuery();
        }

        return position;
    }

    private int Clear(SqliteConnection connection)
    {
        connection.Execute("UPDATE session SET updated_at = $now WHERE id = $id;", ("$now", _store.Now), ("$id", Id));
        return connection.Execute(
            "DELETE FROM message WHERE session = (SELECT key FROM session WHERE id = $id);",
            ("$id", Id)
        );
    }
}
