using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>Executions in a database: the reading.</summary>
internal sealed class PostgresExecutionReader(PostgresDatabase database)
{
    private const string Columns = $"SELECT {StoredRows.ExecutionColumns} FROM executions ";

    private readonly PostgresRows _rows = new(database.Place);

    public async Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        await database
            .ReadAsync(Columns + "WHERE id = $1", [executionId], _rows.Execution, cancellationToken)
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
                _rows.Execution,
                cancellationToken
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<StepRecord>> ReadStepsAsync(
        string executionId,
        CancellationToken cancellationToken
    ) =>
        await database
            .ReadAsync(
                $"""
                SELECT {StoredRows.StepColumns} FROM steps
                WHERE execution = (SELECT key FROM executions WHERE id = $1) ORDER BY seq
                """,
                [executionId],
                _rows.Step,
                cancellationToken
            )
            .ConfigureAwait(false);
}
