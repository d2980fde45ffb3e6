using System.Data.Common;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>Rows of a store's tables as what they stand for; their columns in the order of the lists here.</summary>
/// <param name="place">Where the tables are, for errors.</param>
internal abstract class StoredRows(string place)
{
    public const string ExecutionColumns =
        "id, definition, input, status, output, error, runner_type, started_at, completed_at, lease_owner, lease_until";

    public const string StepColumns = "path, slot, agent, input, output, error, attempts, usage, started_at, duration";

    public const string ApprovalColumns =
        "path, slot, agent, question, context, asked_at, deadline, is_approved, comment, decided_by, decided_at";

    /// <summary>An execution.</summary>
    /// <exception cref="TopologyException">It cannot be read.</exception>
    public ExecutionRecord Execution(DbDataReader row) =>
        StoredText.Read(
            $"The execution `{row.GetString(0)}` in `{place}`",
            () =>
            {
                StoredDefinition definition = TopologyJson.Read<StoredDefinition>(row.GetString(1));
                return new ExecutionRecord
                {
                    Id = row.GetString(0),
                    Topology = definition.Topology,
                    Agents = definition.Agents,
                    Config = definition.Config,
                    Input = TopologyJson.Read<JsonObject>(row.GetString(2)),
                    Status = StoredText.Status(row.GetString(3)),
                    Output = Text(row, 4) is { } output ? TopologyJson.Read<JsonObject>(output) : null,
                    Error = Text(row, 5),
                    RunnerType = row.GetString(6),
                    StartedAt = Time(row, 7),
                    CompletedAt = TimeOrNone(row, 8),
                    Lease = Lease(row, 9),
                };
            }
        );

    /// <summary>A step, its input as it stands in the row.</summary>
    public StepRecord Step(DbDataReader row) =>
        new()
        {
            Path = row.GetString(0),
            Slot = row.GetString(1),
            Agent = row.GetString(2),
            Input = row.GetString(3),
            Output = Text(row, 4),
            Error = Text(row, 5),
            Attempts = row.GetInt32(6),
            Usage = Text(row, 7) is { } usage ? TopologyJson.Read<Usage>(usage) : Usage.Unknown,
            StartedAt = Time(row, 8),
            Duration = Duration(row, 9),
        };

    /// <summary>A question to a person, and the answer.</summary>
    public Approval Approval(DbDataReader row) =>
        new(
            new ApprovalRequest
            {
                Path = row.GetString(0),
                Slot = row.GetString(1),
                Agent = row.GetString(2),
                Question = row.GetString(3),
                Context = row.GetString(4),
                AskedAt = Time(row, 5),
                Deadline = TimeOrNone(row, 6),
            },
            row.IsDBNull(7)
                ? null
                : new ApprovalDecision(row.GetBoolean(7), row.GetString(8), row.GetString(9), Time(row, 10))
        );

    /// <summary>A lease: its owner in a column, its end in the next.</summary>
    public Lease? Lease(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new Lease(row.GetString(column), Time(row, column + 1));

    /// <summary>A time, UTC, in the form in which the tables keep it.</summary>
    protected abstract DateTimeOffset Time(DbDataReader row, int column);

    /// <summary>A span of time, in the form in which the tables keep it.</summary>
    protected abstract TimeSpan Duration(DbDataReader row, int column);

    private DateTimeOffset? TimeOrNone(DbDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
