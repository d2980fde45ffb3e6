using Baton.Agents.Sqlite.Files;
using Baton.TestSupport;
using Microsoft.Data.Sqlite;

namespace Baton.Agents.Sqlite.Tests.Files;

public sealed class SqliteFileTests : IDisposable
{
    private const string First = "CREATE TABLE note (text TEXT NOT NULL) STRICT;";
    private const string Second = "ALTER TABLE note ADD COLUMN rank INTEGER NOT NULL DEFAULT 3;";
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task An_older_file_is_brought_to_the_newer_format_with_what_is_in_it()
    {
        using (SqliteFile old = File(First))
        {
            await old.WriteAsync(connection => connection.Execute("INSERT INTO note VALUES ('kept');"), default);
        }

        using SqliteFile file = File(First, Second);

        (await file.ReadAsync(c => c.Number("SELECT rank FROM note WHERE text = 'kept';"), default)).ShouldBe(3);
        (await file.ReadAsync(c => c.Number("PRAGMA user_version;"), default)).ShouldBe(2);
    }

    [Fact]
    public async Task Many_first_uses_at_once_make_the_file_once()
    {
        SqliteFile[] files = [.. Enumerable.Range(0, 8).Select(_ => File(First, Second))];

        await Task.WhenAll(
            files.Select(file =>
                file.WriteAsync(connection => connection.Execute("INSERT INTO note (text) VALUES ('x');"), default)
            )
        );

        (await files[0].ReadAsync(c => c.Number("SELECT COUNT(*) FROM note;"), default)).ShouldBe(8);
        Array.ForEach(files, file => file.Dispose());
    }

    [Fact]
    public async Task A_change_that_throws_leaves_nothing()
    {
        using SqliteFile file = File(First);

        await Should.ThrowAsync<InvalidOperationException>(
            file.WriteAsync<int>(
                connection =>
                {
                    connection.Execute("INSERT INTO note VALUES ('half');");
                    throw new InvalidOperationException();
                },
                default
            )
        );

        (await file.ReadAsync(c => c.Number("SELECT COUNT(*) FROM note;"), default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_change_cancelled_in_the_middle_leaves_nothing()
    {
        using CancellationTokenSource cancel = new();
        using SqliteFile file = File(First);

        await Should.ThrowAsync<OperationCanceledException>(
            file.WriteAsync(
                connection =>
                {
                    cancel.Cancel();
                    return connection.Execute("INSERT INTO note VALUES ('half');");
                },
                cancel.Token
            )
        );

        (await file.ReadAsync(c => c.Number("SELECT COUNT(*) FROM note;"), default)).ShouldBe(0);
    }

    [Fact]
    public async Task Readers_wait_for_no_writer_and_see_what_was_committed()
    {
        using SqliteFile file = File(First);
        using SqliteFile other = File(First);
        await file.WriteAsync(connection => connection.Execute("INSERT INTO note VALUES ('one');"), default);

        long seen = await file.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO note VALUES ('two');");
                return other.ReadAsync(c => c.Number("SELECT COUNT(*) FROM note;"), default).Result;
            },
            default
        );

        seen.ShouldBe(1);
        (await other.ReadAsync(c => c.Number("SELECT COUNT(*) FROM note;"), default)).ShouldBe(2);
    }

    [Fact]
    public async Task Commits_are_forced_to_disk_and_logged_ahead()
    {
        using SqliteFile file = File(First);

        (await file.ReadAsync(c => c.Number("PRAGMA synchronous;"), default)).ShouldBe(2);
        (await file.ReadAsync(JournalMode, default)).ShouldBe("wal");
    }

    private SqliteFile File(params string[] migrations) =>
        new(_workspace.PathOf("notes.db"), new SqliteFormat("notes", ApplicationId: 77, migrations));

    private static string JournalMode(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Statement("PRAGMA journal_mode;");
        return (string)command.ExecuteScalar()!;
    }
}
