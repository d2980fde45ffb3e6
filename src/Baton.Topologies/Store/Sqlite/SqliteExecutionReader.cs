using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Executions in a file: the reading.</summary>
internal sealed class SqliteExecutionReader(SqliteDatabase database)
{
    private const string Columns = """
        SELECT id, definition, input, status, output, error, runner_type, started_at, completed_at
        FROM executions JOIN execution_definitions USING (key)
        """;

    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using SqliteCommand command = connection.Statement(Columns + " WHERE id = $id;", ("$id", executionId));
                return Executions(command).FirstOrDefault();
            },
            cancellationToken
        );

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<ExecutionRecord>>(
            connection =>
            {
                using SqliteCommand command = connection.Statement(
                    Columns
                        + " WHERE $status IS NULL OR status = $status ORDER BY started_at DESC, key DESC LIMIT $limit;",
                    ("$status", status is { } wanted ? StoredText.Word(wanted) : DBNull.Value),
                    ("$limit", limit)
                );
                return Executions(command);
            },
            cancellationToken
        );

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StepRecord>>(connection => Steps(connection, executionId), cancellationToken);

    private List<ExecutionRecord> Executions(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<ExecutionRecord> executions = [];
        while (reader.Read())
        {
            executions.Add(
                StoredText.Read(
                    $"The execution `{reader.GetString(0)}` in `{database.Path}`",
                    () => ReadExecution(reader)
                )
            );
        }

        return executions;
    }

    private static ExecutionRecord ReadExecution(SqliteDataReader reader)
    {
        StoredDefinition definition = TopologyJson.Read<StoredDefinition>(reader.GetString(1));
        return new ExecutionRecord
        {
            Id = reader.GetString(0),
            Topology = definition.Topology,
            Agents = definition.Agents,
            Config = definition.Config,
            Input = TopologyJson.Read<JsonObject>(reader.GetString(2)),
            Status = StoredText.Status(reader.GetString(3)),
            Output = reader.Text(4) is { } output ? TopologyJson.Read<JsonObject>(output) : null,
            Error = reader.Text(5),
            RunnerType = reader.GetString(6),
            StartedAt = reader.Time(7),
            CompletedAt = reader.TimeOrNone(8),
        };
    }

    private List<StepRecord> Steps(SqliteConnection connection, string executionId)
    {
        using SqliteCommand command = connection.Statement(
            """
            SELECT path, slot, agent, input, output, error, attempts, usage, started_at, duration, follows
            FROM steps, (SELECT key AS execution FROM executions WHERE id = $id) AS wanted
            WHERE steps.key > wanted.execution << 32 AND steps.key < (wanted.execution + 1) << 32 ORDER BY steps.key;
            """,
            ("$id", executionId)
        );
        using SqliteDataReader reader = command.ExecuteReader();
        List<StepRecord> steps = [];
        while (reader.Read())
        {
            steps.Add(
                StoredText.Read(
                    $"The step `{reader.GetString(0)}` of the execution `{executionId}` in `{database.Path}`",
                    () => ReadStep(reader, steps)
                )
            );
        }

        return steps;
    }

    private static StepRecord ReadStep(SqliteDataReader reader, List<StepRecord> before)
    {
        string input = reader.GetString(3);
        bool follows = reader.GetBoolean(10);
        return new StepRecord
        {
            Path = reader.GetString(0),
            Slot = reader.GetString(1),
            Agent = reader.GetString(2),
            Input = follows ? InputChanges.Read(input, before[^1]) : input,
            Output = reader.Text(4),
            Error = reader.Text(5),
            Attempts = reader.GetInt32(6),
            Usage = reader.Text(7) is { } usage ? TopologyJson.Read<Usage>(usage) : Usage.Unknown,
            StartedAt = reader.Time(8),
            Duration = TimeSpan.FromMicroseconds(reader.GetInt64(9)),
        };
    }
}
