using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Executions in a file: the reading.</summary>
internal sealed class SqliteExecutionReader(SqliteDatabase database)
{
    private const string Columns =
        $"SELECT {StoredRows.ExecutionColumns} FROM executions JOIN execution_definitions USING (key)";

    private readonly SqliteRows _rows = new(database.Path);

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
            executions.Add(_rows.Execution(reader));
        }

        return executions;
    }

    private List<StepRecord> Steps(SqliteConnection connection, string executionId)
    {
        using SqliteCommand command = connection.Statement(
            $"""
            SELECT {StoredRows.StepColumns}, follows
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
                    () => Whole(_rows.Step(reader), follows: reader.GetBoolean(10), steps)
                )
            );
        }

        return steps;
    }

    private static StepRecord Whole(StepRecord step, bool follows, List<StepRecord> before) =>
        follows ? step with { Input = InputChanges.Read(step.Input, before[^1]) } : step;
}
