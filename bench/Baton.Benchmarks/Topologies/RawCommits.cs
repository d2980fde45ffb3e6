using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Store;
using Microsoft.Data.Sqlite;

namespace Baton.Benchmarks.Topologies;

/// <summary>The floor: as many rows of the same weight, each in a commit of its own, with nothing around them.</summary>
internal sealed class RawCommits : IDisposable
{
    private const string Row = """{"original_input":{"prompt":"What is the answer?"},"current":"Forty-two."}""";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _commit;

    public RawCommits(string path, Durability durability)
    {
        _connection = SqliteDriver.Open(path, TimeSpan.FromSeconds(5));
        _connection.Execute(
            $"""
            PRAGMA page_size = 1024;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")};
            CREATE TABLE steps (seq INTEGER PRIMARY KEY, path TEXT, input TEXT, output TEXT);
            """
        );
        _begin = _connection.Statement("BEGIN IMMEDIATE;");
        _insert = _connection.Statement(
            "INSERT INTO steps (path, input, output) VALUES ($path, $input, $output);",
            ("$path", ""),
            ("$input", Row),
            ("$output", InstantAgents.Answer)
        );
        _commit = _connection.Statement("COMMIT;");
    }

    /// <summary>Commits rows one by one.</summary>
    public Task CommitAsync(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            _begin.ExecuteNonQuery();
            _insert.Parameters[0].Value = $"stage_{row}";
            _insert.ExecuteNonQuery();
            _commit.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _connection.Dispose();
    }
}
