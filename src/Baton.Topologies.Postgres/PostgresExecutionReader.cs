using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>Executions in a database: the reading.</summary>
internal sealed class PostgresExecutionReader(PostgresDatabase database)
{
    private const string Columns =
        "SELECT id, definition, input, status, output, error, runner_type, started_at, completed_at FROM executions ";

    public async Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        await database
            .ReadAsync(Columns + "WHERE id = $1", [executionId], Execution, cancellationToken)
            .ConfigureAwait(false)
            is [var found]
            ? found
            : null;

    public async Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    ) =>
        await database
            .ReadAsync(
                Columns + "WHERE $1::text IS NULL OR status = $1 ORDER BY started_at DESC, key DESC LIMIT $2",
                [status is { } wanted ? StoredText.Word(wanted) : null, limit],
                Execution,
                cancellationToken
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<StepRecord>> ReadStepsAsync(
        string executionId,
        CancellationToken cancellationToken
    ) =>
        await database
            .ReadAsync(
                """
                SELECT path, slot, agent, input, output, error, attempts, usage, started_at, duration FROM steps
                WHERE execution = (SELECT key FROM executions WHERE id = $1) ORDER BY seq
                """,
                [executionId],
                Step,
                cancellationToken
            )
            .ConfigureAwait(false);

    private ExecutionRecord Execution(NpgsqlDataReader reader) =>
        StoredText.Read(
            $"The execution `{reader.GetString(0)}` in `{database.Place}`",
            () =>
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
        );

    private static StepRecord Step(NpgsqlDataReader reader) =>
        new()
        {
            Path = reader.GetString(0),
            Slot = reader.GetString(1),
            Agent = reader.GetString(2),
            Input = reader.GetString(3),
            Output = reader.Text(4),
            Error = reader.Text(5),
            Attempts = reader.GetInt32(6),
            Usage = reader.Text(7) is { } usage ? TopologyJson.Read<Usage>(usage) : Usage.Unknown,
            StartedAt = reader.Time(8),
            Duration = reader.GetTimeSpan(9),
        };
}
