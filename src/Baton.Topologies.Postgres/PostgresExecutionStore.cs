using System.Collections.Concurrent;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>Executions in a database: the writing. <see cref="PostgresExecutionReader"/> reads.</summary>
internal sealed class PostgresExecutionStore(PostgresDatabase database) : IExecutionStore, IAsyncDisposable
{
    private readonly PostgresExecutionReader _reader = new(database);
    private readonly PostgresRows _rows = new(database.Place);
    private readonly StepQueue _steps = new(database);
    private readonly ConcurrentDictionary<string, OpenExecution> _open = new(StringComparer.Ordinal);

    public async Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken)
    {
        // Made before by the same owner, it was this, and the confirmation was lost.
        List<long> keys = await database
            .ReadAsync(
                """
                INSERT INTO executions (id, topology_name, definition, input, status, runner_type, correlation_id, started_at,
                    lease_owner, lease_until)
                VALUES ($1, $2, $3::json, $4::json, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
                    WHERE executions.lease_owner = excluded.lease_owner
                RETURNING key
                """,
                [
                    execution.Id,
                    execution.Topology.Name,
                    StoredDefinition.Of(execution),
                    TopologyJson.Write(execution.Input),
                    StoredText.Word(ExecutionStatus.Running),
                    execution.RunnerType,
                    execution.Config.CorrelationId,
                    execution.StartedAt.ToUniversalTime(),
                    lease.Owner,
                    lease.Until.ToUniversalTime(),
                ],
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        _open[execution.Id] = keys is [var key]
            ? new OpenExecution(key, 0)
            : throw new TopologyException($"There is an execution `{execution.Id}` in `{database.Place}` already");
    }

    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        _reader.FindAsync(executionId, cancellationToken);

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    ) => _reader.ListAsync(limit, status, cancellationToken);

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken) =>
        _reader.ReadStepsAsync(executionId, cancellationToken);

    public async Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    )
    {
        List<long> keys = await database
            .ReadAsync(
                """
                UPDATE executions SET lease_owner = $1, lease_until = $2, status = $3,
                    runner_type = $4, completed_at = NULL, error = NULL, cancel_wanted = false
                WHERE id = $5 AND (lease_owner IS NULL OR lease_owner = $1 OR lease_until <= $6)
                RETURNING key
                """,
                [
                    lease.Owner,
                    lease.Until.ToUniversalTime(),
                    StoredText.Word(ExecutionStatus.Running),
                    runnerType,
                    executionId,
                    now.ToUniversalTime(),
                ],
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (keys is not [var key])
        {
            return await HolderAsync(executionId, cancellationToken).ConfigureAwait(false);
        }

        // Read after the take-over is committed: nobody else appends from then on.
        List<long> last = await database
            .ReadAsync(
                "SELECT COALESCE(MAX(seq), 0) FROM steps WHERE execution = $1",
                [key],
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        _open[executionId] = new OpenExecution(key, last[0]);
        return null;
    }

    public async Task<bool> RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken)
    {
        List<bool> isCancelWanted = await database
            .ReadAsync(
                "UPDATE executions SET lease_until = $1 WHERE id = $2 AND lease_owner = $3 RETURNING cancel_wanted",
                [lease.Until.ToUniversalTime(), executionId, lease.Owner],
                static reader => reader.GetBoolean(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        return isCancelWanted is [var isWanted] ? isWanted : throw new LeaseLostException(executionId);
    }

    public async Task<Lease?> RequestCancelAsync(
        string executionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // One statement, so that nobody takes it over between the two halves.
        await database
            .ExecuteAsync(
                """
                UPDATE executions SET
                    cancel_wanted = lease_until > $2 IS TRUE,
                    status = CASE WHEN lease_until > $2 THEN status ELSE $3 END,
                    completed_at = CASE WHEN lease_until > $2 THEN completed_at ELSE $2 END,
                    lease_owner = CASE WHEN lease_until > $2 THEN lease_owner END,
                    lease_until = CASE WHEN lease_until > $2 THEN lease_until END
                WHERE id = $1 AND completed_at IS NULL
                """,
                [executionId, now.ToUniversalTime(), StoredText.Word(ExecutionStatus.Cancelled)],
                cancellationToken
            )
            .ConfigureAwait(false);
        return await HolderAsync(executionId, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask AppendAsync(string executionId, string owner, StepRecord step)
    {
        OpenExecution open = Open(executionId);
        if (database.Durability == Durability.Exit)
        {
            open.Keep(step);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(_steps.AppendAsync(new PendingStep(executionId, open, owner, step)));
    }

    public async Task EndAsync(string executionId, string owner, ExecutionEnd end)
    {
        OpenExecution open = Open(executionId);
        List<PendingStep> kept = [.. open.Kept.Select(step => new PendingStep(executionId, open, owner, step))];
        bool isOurs = await database
            .RunAsync(
                async (connection, token) =>
                {
                    NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        bool isEnded = await EndAsync(transaction, executionId, owner, end, kept).ConfigureAwait(false);
                        await transaction.CommitAsync(token).ConfigureAwait(false);
                        return isEnded;
                    }
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);
        if (!isOurs)
        {
            throw new LeaseLostException(executionId);
        }

        _open.TryRemove(executionId, out _);
    }

    public async Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) =>
        (
            await database
                .ReadAsync(
                    $"""
                    WITH old AS (DELETE FROM executions WHERE lease_owner IS NULL AND completed_at < $1 RETURNING key, id),
                        gone AS (DELETE FROM steps WHERE execution IN (SELECT key FROM old)),
                        answered AS (DELETE FROM approvals WHERE execution IN (SELECT id FROM old)),
                        waited AS (DELETE FROM agent_instances USING old
                            WHERE starts_with(agent_instances.key, {PausedRunKey.PrefixInSql("old.id")}))
                    SELECT count(*) FROM old
                    """,
                    [endedBefore.ToUniversalTime()],
                    static reader => (int)reader.GetInt64(0),
                    cancellationToken
                )
                .ConfigureAwait(false)
        )[0];

    public ValueTask DisposeAsync() => _steps.DisposeAsync();

    private static async Task<bool> EndAsync(
        NpgsqlTransaction transaction,
        string executionId,
        string owner,
        ExecutionEnd end,
        List<PendingStep> kept
    )
    {
        if (kept.Count > 0)
        {
            await StepStatement
                .AppendAsync(transaction.Connection!, transaction, kept, CancellationToken.None)
                .ConfigureAwait(false);
        }

        // Ended before by the same owner, it was this, and the confirmation was lost.
        using NpgsqlCommand command = PostgresDatabase.Command(
            transaction.Connection!,
            """
            UPDATE executions SET status = $1, output = $2::json, error = $3, completed_at = $4,
                lease_owner = NULL, lease_until = NULL, cancel_wanted = false, ended_by = $5
            WHERE id = $6 AND (lease_owner = $5 OR lease_owner IS NULL AND ended_by = $5)
            """,
            [
                StoredText.Word(end.Status),
                end.Output is null ? null : TopologyJson.Write(end.Output),
                end.Error,
                end.CompletedAt?.ToUniversalTime(),
                owner,
                executionId,
            ]
        );
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false) > 0;
    }

    // An execution is open where it was created or acquired.
    private OpenExecution Open(string executionId) =>
        _open.GetValueOrDefault(executionId) ?? throw new LeaseLostException(executionId);

    private async Task<Lease?> HolderAsync(string executionId, CancellationToken cancellationToken)
    {
        List<Lease?> holders = await database
            .ReadAsync(
                "SELECT lease_owner, lease_until FROM executions WHERE id = $1",
                [executionId],
                reader => _rows.Lease(reader, column: 0),
                cancellationToken
            )
            .ConfigureAwait(false);
        return holders is [var holder] ? holder : throw new ExecutionNotFoundException(executionId);
    }
}
