using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Agents.Sqlite.Files;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Executions in a SQLite file, with a write-ahead log.</summary>
/// <remarks>Safe for concurrent use by threads and by processes on one machine; the file must not lie on a network drive.</remarks>
public sealed class SqliteExecutionStore : IExecutionStore
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly Durability _durability;
    private readonly SqliteConnection _writer;
    private readonly StepAppender _appender;
    private readonly CommitQueue _commits;
    private readonly ConcurrentDictionary<string, OpenExecution> _open = new(StringComparer.Ordinal);
    private bool _isClosed;

    private SqliteExecutionStore(string path, Durability durability, SqliteConnection writer)
    {
        _path = path;
        _durability = durability;
        _writer = writer;
        _appender = new StepAppender(writer);
        _commits = new CommitQueue(writer, Describe);
    }

    /// <summary>Opens a file; it is made when it is not there, and brought to this version's format.</summary>
    /// <param name="path">The file. Its folder must be there.</param>
    /// <param name="durability">What an appended step survives. Default <see cref="Durability.Full"/>.</param>
    /// <exception cref="TopologyException">The file cannot be used.</exception>
    public static SqliteExecutionStore Open(string path, Durability durability = Durability.Full)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        try
        {
            SqliteConnection connection = SqliteDriver.Open(path, BusyTimeout);
            try
            {
                // Counts for a new file alone: a step is short, and every commit writes whole pages.
                connection.Execute("PRAGMA page_size = 1024;");
                SqliteSchema.Configure(connection, BusyTimeout);
                SqliteSchema.Prepare(connection, path, TopologyFormat.Current);
                connection.Execute($"PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")};");
                return new SqliteExecutionStore(path, durability, connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException failure)
        {
            throw Describe(failure, path);
        }
        catch (SqliteFileException failure)
        {
            throw new TopologyException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken)
    {
        string definition = TopologyJson.Write(
            new StoredDefinition(execution.Topology, execution.Agents, execution.Config)
        );
        return _commits.CommitAsync(() =>
        {
            long key = _writer.Number(
                """
                INSERT INTO executions (id, topology_name, definition, input, status, runner_type, correlation_id, started_at,
                    lease_owner, lease_until)
                VALUES ($id, $name, $definition, $input, $status, $runner, $correlation, $started, $owner, $until)
                RETURNING key;
                """,
                ("$id", execution.Id),
                ("$name", execution.Topology.Name),
                ("$definition", definition),
                ("$input", TopologyJson.Write(execution.Input)),
                ("$status", Word(ExecutionStatus.Running)),
                ("$runner", execution.RunnerType),
                ("$correlation", execution.Config.CorrelationId ?? (object)DBNull.Value),
                ("$started", execution.StartedAt.ToUnixTimeMilliseconds()),
                ("$owner", lease.Owner),
                ("$until", lease.Until.ToUnixTimeMilliseconds())
            );
            _open[execution.Id] = new OpenExecution(key, 0);
        });
    }

    /// <inheritdoc/>
    public Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken) =>
        ReadAsync(
            connection => Executions(connection, "WHERE id = $id;", ("$id", executionId)).FirstOrDefault(),
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ExecutionRecord>>(
            connection => Executions(connection, "ORDER BY started_at DESC, key DESC LIMIT $limit;", ("$limit", limit)),
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<StepRecord>>(connection => Steps(connection, executionId), cancellationToken);

    /// <inheritdoc/>
    public async Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    )
    {
        Lease? holder = null;
        await _commits
            .CommitAsync(() =>
            {
                int changed = _writer.Execute(
                    """
                    UPDATE executions SET lease_owner = $owner, lease_until = $until, status = $status,
                        runner_type = $runner, completed_at = NULL, error = NULL
                    WHERE id = $id AND (lease_owner IS NULL OR lease_owner = $owner OR lease_until <= $now);
                    """,
                    ("$owner", lease.Owner),
                    ("$until", lease.Until.ToUnixTimeMilliseconds()),
                    ("$status", Word(ExecutionStatus.Running)),
                    ("$runner", runnerType),
                    ("$id", executionId),
                    ("$now", now.ToUnixTimeMilliseconds())
                );
                if (changed == 0)
                {
                    holder = Holder(executionId);
                    return;
                }

                long key = _writer.Number("SELECT key FROM executions WHERE id = $id;", ("$id", executionId));
                long last = _writer.Number(
                    "SELECT COALESCE(MAX(seq), 0) FROM steps WHERE execution = $key;",
                    ("$key", key)
                );
                _open[executionId] = new OpenExecution(key, last);
            })
            .ConfigureAwait(false);
        return holder;
    }

    /// <inheritdoc/>
    public Task RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken) =>
        _commits.CommitAsync(() =>
        {
            int changed = _writer.Execute(
                "UPDATE executions SET lease_until = $until WHERE id = $id AND lease_owner = $owner;",
                ("$until", lease.Until.ToUnixTimeMilliseconds()),
                ("$id", executionId),
                ("$owner", lease.Owner)
            );
            RefuseIf(changed == 0, executionId);
        });

    /// <inheritdoc/>
    public ValueTask AppendAsync(string executionId, string owner, StepRecord step)
    {
        OpenExecution open = _open[executionId];
        if (_durability == Durability.Exit)
        {
            open.Keep(step);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(_commits.CommitAsync(() => Append(executionId, owner, open, step)));
    }

    /// <inheritdoc/>
    public async Task EndAsync(string executionId, string owner, ExecutionEnd end)
    {
        OpenExecution open = _open[executionId];
        await _commits
            .CommitAsync(() =>
            {
                foreach (StepRecord step in open.Kept())
                {
                    Append(executionId, owner, open, step);
                }

                int changed = _writer.Execute(
                    """
                    UPDATE executions SET status = $status, output = $output, error = $error, completed_at = $at,
                        lease_owner = NULL, lease_until = NULL
                    WHERE id = $id AND lease_owner = $owner;
                    """,
                    ("$status", Word(end.Status)),
                    ("$output", end.Output is null ? DBNull.Value : TopologyJson.Write(end.Output)),
                    ("$error", end.Error ?? (object)DBNull.Value),
                    ("$at", end.At.ToUnixTimeMilliseconds()),
                    ("$id", executionId),
                    ("$owner", owner)
                );
                RefuseIf(changed == 0, executionId);
            })
            .ConfigureAwait(false);
        _open.TryRemove(executionId, out _);
    }

    /// <inheritdoc/>
    public async Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        int removed = 0;
        await _commits
            .CommitAsync(() =>
            {
                const string Old = "lease_owner IS NULL AND completed_at < $before";
                long before = endedBefore.ToUnixTimeMilliseconds();
                _writer.Execute(
                    $"DELETE FROM steps WHERE execution IN (SELECT key FROM executions WHERE {Old});",
                    ("$before", before)
                );
                removed = _writer.Execute($"DELETE FROM executions WHERE {Old};", ("$before", before));
            })
            .ConfigureAwait(false);
        return removed;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _appender.Dispose();
            _commits.Dispose();
            _writer.Dispose();
            SqliteDriver.CloseIdle(_path, BusyTimeout);
        }

        return ValueTask.CompletedTask;
    }

    private void Append(string executionId, string owner, OpenExecution open, StepRecord step) =>
        RefuseIf(!_appender.Append(open.Key, open.NextSeq(), owner, step), executionId);

    private static void RefuseIf(bool isLost, string executionId)
    {
        if (isLost)
        {
            throw new LeaseLostException(executionId);
        }
    }

    private Lease Holder(string executionId)
    {
        using SqliteCommand command = _writer.Statement(
            "SELECT lease_owner, lease_until FROM executions WHERE id = $id;",
            ("$id", executionId)
        );
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read()
            ? new Lease(reader.GetString(0), Time(reader, 1))
            : throw new TopologyException($"There is no execution `{executionId}` in `{_path}`");
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    using SqliteConnection connection = SqliteDriver.Open(_path, BusyTimeout);
                    using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
                    return query(connection);
                }
                catch (SqliteException failure)
                {
                    throw Describe(failure);
                }
            },
            cancellationToken
        );

    private List<ExecutionRecord> Executions(
        SqliteConnection connection,
        string which,
        params ReadOnlySpan<(string Name, object Value)> parameters
    )
    {
        using SqliteCommand command = connection.Statement(
            "SELECT id, definition, input, status, output, error, runner_type, started_at, completed_at FROM executions "
                + which,
            parameters
        );
        using SqliteDataReader reader = command.ExecuteReader();
        List<ExecutionRecord> executions = [];
        while (reader.Read())
        {
            executions.Add(ReadExecution(reader));
        }

        return executions;
    }

    private ExecutionRecord ReadExecution(SqliteDataReader reader)
    {
        string id = reader.GetString(0);
        try
        {
            StoredDefinition definition = TopologyJson.Read<StoredDefinition>(reader.GetString(1));
            return new ExecutionRecord
            {
                Id = id,
                Topology = definition.Topology,
                Agents = definition.Agents,
                Config = definition.Config,
                Input = TopologyJson.Read<JsonObject>(reader.GetString(2)),
                Status = Enum.Parse<ExecutionStatus>(reader.GetString(3), ignoreCase: true),
                Output = reader.IsDBNull(4) ? null : TopologyJson.Read<JsonObject>(reader.GetString(4)),
                Error = Text(reader, 5),
                RunnerType = reader.GetString(6),
                StartedAt = Time(reader, 7),
                CompletedAt = reader.IsDBNull(8) ? null : Time(reader, 8),
            };
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or NotSupportedException)
        {
            throw new TopologyException(
                $"The execution `{id}` in `{_path}` cannot be read: {failure.Message}. Use the Baton that wrote it",
                failure
            );
        }
    }

    private static List<StepRecord> Steps(SqliteConnection connection, string executionId)
    {
        using SqliteCommand command = connection.Statement(
            """
            SELECT path, slot, agent, input, output, error, attempts, usage, started_at, duration FROM steps
            WHERE execution = (SELECT key FROM executions WHERE id = $id) ORDER BY seq;
            """,
            ("$id", executionId)
        );
        using SqliteDataReader reader = command.ExecuteReader();
        List<StepRecord> steps = [];
        while (reader.Read())
        {
            steps.Add(
                new StepRecord
                {
                    Path = reader.GetString(0),
                    Slot = reader.GetString(1),
                    Agent = reader.GetString(2),
                    Input = reader.GetString(3),
                    Output = Text(reader, 4),
                    Error = Text(reader, 5),
                    Attempts = reader.GetInt32(6),
                    Usage = reader.IsDBNull(7) ? Usage.Unknown : TopologyJson.Read<Usage>(reader.GetString(7)),
                    StartedAt = Time(reader, 8),
                    Duration = TimeSpan.FromMicroseconds(reader.GetInt64(9)),
                }
            );
        }

        return steps;
    }

    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    private static string Word(ExecutionStatus status) => status.ToString().ToLowerInvariant();

    private TopologyException Describe(SqliteException failure) => Describe(failure, _path);

    private static TopologyException Describe(SqliteException failure, string path) =>
        new(SqliteFailure.Describe(failure, path, TopologyFormat.Current), failure);

    private sealed record StoredDefinition(
        Topology Topology,
        IReadOnlyDictionary<string, AgentType> Agents,
        TopologyRunConfig Config
    );

    /// <summary>An execution this store writes for.</summary>
    private sealed class OpenExecution(long key, long last)
    {
        private readonly ConcurrentQueue<StepRecord> _kept = new();
        private long _last = last;

        public long Key => key;

        public long NextSeq() => ++_last;

        public void Keep(StepRecord step) => _kept.Enqueue(step);

        public IEnumerable<StepRecord> Kept() => _kept;
    }
}
