using System.Collections.Concurrent;
using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Executions in a file: the writing. <see cref="SqliteExecutionReader"/> reads.</summary>
internal sealed class SqliteExecutionStore(SqliteDatabase database) : IExecutionStore, IDisposable
{
    private readonly SqliteExecutionReader _reader = new(database);
    private readonly SqliteRows _rows = new(database.Path);
    private readonly StepAppender _appender = new(database.Writer);
    private readonly ConcurrentDictionary<string, OpenExecution> _open = new(StringComparer.Ordinal);

    private SqliteConnection Writer => database.Writer;

    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken)
    {
        string definition = StoredDefinition.Of(execution);
        string input = TopologyJson.Write(execution.Input);
        return database.CommitAsync(() =>
        {
            long key = Writer.Number(
                """
                INSERT INTO executions (id, topology_name, status, runner_type, correlation_id, started_at, lease_owner,
                    lease_until)
                VALUES ($id, $name, $status, $runner, $correlation, $started, $owner, $until)
                RETURNING key;
                """,
                ("$id", execution.Id),
                ("$name", execution.Topology.Name),
                ("$status", StoredText.Word(ExecutionStatus.Running)),
                ("$runner", execution.RunnerType),
                ("$correlation", execution.Config.CorrelationId ?? (object)DBNull.Value),
                ("$started", execution.StartedAt.ToUnixTimeMilliseconds()),
                ("$owner", lease.Owner),
                ("$until", lease.Until.ToUnixTimeMilliseconds())
            );
            Writer.Execute(
                "INSERT INTO execution_definitions (key, definition, input) VALUES ($key, $definition, $input);",
                ("$key", key),
                ("$definition", definition),
                ("$input", input)
            );
            _open[execution.Id] = new OpenExecution(key, 0);
        });
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

    public Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    ) =>
        database.CommitAsync(() =>
        {
            int changed = Writer.Execute(
                """
                UPDATE executions SET lease_owner = $owner, lease_until = $until, status = $status,
                    runner_type = $runner, completed_at = NULL, error = NULL, cancel_wanted = 0
                WHERE id = $id AND (lease_owner IS NULL OR lease_owner = $owner OR lease_until <= $now);
                """,
                ("$owner", lease.Owner),
                ("$until", lease.Until.ToUnixTimeMilliseconds()),
                ("$status", StoredText.Word(ExecutionStatus.Running)),
                ("$runner", runnerType),
                ("$id", executionId),
                ("$now", now.ToUnixTimeMilliseconds())
            );
            if (changed == 0)
            {
                return Holder(executionId);
            }

            long key = Writer.Number("SELECT key FROM executions WHERE id = $id;", ("$id", executionId));
            long last = Writer.Number(
                "SELECT COALESCE(MAX(seq), 0) FROM steps WHERE key > $key << 32 AND key < ($key + 1) << 32;",
                ("$key", key)
            );
            _open[executionId] = new OpenExecution(key, last);
            return null;
        });

    public Task<bool> RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken) =>
        database.CommitAsync(() =>
        {
            using SqliteCommand command = Writer.Statement(
                """
                UPDATE executions SET lease_until = $until WHERE id = $id AND lease_owner = $owner
                RETURNING cancel_wanted;
                """,
                ("$until", lease.Until.ToUnixTimeMilliseconds()),
                ("$id", executionId),
                ("$owner", lease.Owner)
            );
            object? isCancelWanted = command.ExecuteScalar();
            RefuseIf(isCancelWanted is null, executionId);
            return isCancelWanted is not 0L;
        });

    public Task<Lease?> RequestCancelAsync(
        string executionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.CommitAsync(() =>
        {
            (string Name, object Value) id = ("$id", executionId);
            (string Name, object Value) until = ("$now", now.ToUnixTimeMilliseconds());
            if (
                Writer.Execute(
                    "UPDATE executions SET cancel_wanted = 1 WHERE id = $id AND lease_until > $now;",
                    id,
                    until
                ) > 0
            )
            {
                return Holder(executionId);
            }

            int changed = Writer.Execute(
                """
                UPDATE executions SET status = $status, completed_at = $now, lease_owner = NULL, lease_until = NULL
                WHERE id = $id AND completed_at IS NULL;
                """,
                id,
                until,
                ("$status", StoredText.Word(ExecutionStatus.Cancelled))
            );
            return changed > 0 ? null : Holder(executionId);
        });

    public async ValueTask AppendAsync(string executionId, string owner, StepRecord step)
    {
        OpenExecution open = Open(executionId);
        if (database.Durability == Durability.Exit)
        {
            open.Keep(step);
            return;
        }

        StepBefore? written = null;
        await database
            .CommitAsync(() => written = Append(executionId, owner, open, step, open.Before))
            .ConfigureAwait(false);
        open.Before = written;
    }

    public async Task EndAsync(string executionId, string owner, ExecutionEnd end)
    {
        OpenExecution open = Open(executionId);
        await database
            .CommitAsync(() =>
            {
                StepBefore? before = null;
                foreach (StepRecord step in open.Kept)
                {
                    before = Append(executionId, owner, open, step, before);
                }

                int changed = Writer.Execute(
                    """
                    UPDATE executions SET status = $status, output = $output, error = $error, completed_at = $at,
                        lease_owner = NULL, lease_until = NULL, cancel_wanted = 0
                    WHERE id = $id AND lease_owner = $owner;
                    """,
                    ("$status", StoredText.Word(end.Status)),
                    ("$output", end.Output is null ? DBNull.Value : TopologyJson.Write(end.Output)),
                    ("$error", end.Error ?? (object)DBNull.Value),
                    ("$at", end.CompletedAt?.ToUnixTimeMilliseconds() ?? (object)DBNull.Value),
                    ("$id", executionId),
                    ("$owner", owner)
                );
                RefuseIf(changed == 0, executionId);
            })
            .ConfigureAwait(false);
        _open.TryRemove(executionId, out _);
    }

    public Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) =>
        database.CommitAsync(() =>
        {
            string prefix = PausedRunKey.PrefixInSql("id");
            const string Old = "FROM executions WHERE lease_owner IS NULL AND completed_at < $before";
            (string Name, object Value) before = ("$before", endedBefore.ToUnixTimeMilliseconds());
            Writer.Execute(
                $"""
                DELETE FROM steps WHERE key IN (
                    SELECT s.key FROM (SELECT key {Old}) old
                    JOIN steps s ON s.key > old.key << 32 AND s.key < (old.key + 1) << 32);
                """,
                before
            );
            Writer.Execute($"DELETE FROM execution_definitions WHERE key IN (SELECT key {Old});", before);
            Writer.Execute($"DELETE FROM approvals WHERE execution IN (SELECT id {Old});", before);
            Writer.Execute(
                $"""
                DELETE FROM agent_instances WHERE EXISTS (
                    SELECT 1 {Old} AND substr(agent_instances.key, 1, length({prefix})) = {prefix});
                """,
                before
            );
            return Writer.Execute($"DELETE {Old};", before);
        });

    public void Dispose() => _appender.Dispose();

    // An execution is open where it was created or acquired.
    private OpenExecution Open(string executionId) =>
        _open.GetValueOrDefault(executionId) ?? throw new LeaseLostException(executionId);

    private StepBefore Append(
        string executionId,
        string owner,
        OpenExecution open,
        StepRecord step,
        StepBefore? before
    ) => _appender.Append(open.Key, open.NextSeq(), owner, step, before) ?? throw new LeaseLostException(executionId);

    private static void RefuseIf(bool isLost, string executionId)
    {
        if (isLost)
        {
            throw new LeaseLostException(executionId);
        }
    }

    private Lease? Holder(string executionId)
    {
        using SqliteCommand command = Writer.Statement(
            "SELECT lease_owner, lease_until FROM executions WHERE id = $id;",
            ("$id", executionId)
        );
        using SqliteDataReader reader = command.ExecuteReader();
        return !reader.Read() ? throw new ExecutionNotFoundException(executionId) : _rows.Lease(reader, column: 0);
    }
}
