using Baton.Topologies.Execution;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>The one statement that appends a step, prepared once. For one thread at a time.</summary>
internal sealed class StepAppender : IDisposable
{
    // The owner is looked at in the same statement: a process that lost its lease cannot write.
    private const string Sql = """
        INSERT INTO steps (key, path, slot, agent, input, output, error, attempts, usage, started_at, duration,
            follows)
        SELECT ($execution << 32) | $seq, $path, $slot, $agent, $input, $output, $error, $attempts, $usage, $started_at,
            $duration, $follows
        WHERE EXISTS (SELECT 1 FROM executions WHERE key = $execution AND lease_owner = $owner);
        """;

    private static readonly string[] _names =
    [
        "$execution",
        "$seq",
        "$path",
        "$slot",
        "$agent",
        "$input",
        "$output",
        "$error",
        "$attempts",
        "$usage",
        "$started_at",
        "$duration",
        "$owner",
        "$follows",
    ];

    private readonly SqliteCommand _command;

    public StepAppender(SqliteConnection connection)
    {
        _command = connection.CreateCommand();
        _command.CommandText = Sql;
        foreach (string name in _names)
        {
            _command.Parameters.AddWithValue(name, DBNull.Value);
        }

        _command.Prepare();
    }

    /// <summary>Appends a step.</summary>
    /// <param name="execution">The execution's row.</param>
    /// <param name="seq">The step's number.</param>
    /// <param name="owner">Who holds the execution.</param>
    /// <param name="step">The step.</param>
    /// <param name="before">A step that is committed before it, or with it.</param>
    /// <returns>What the next one can be told by; <see langword="null"/> when the owner no longer holds the execution.</returns>
    public StepBefore? Append(long execution, long seq, string owner, StepRecord step, StepBefore? before)
    {
        string? changes =
            before?.Seq == seq - 1 && before.Told < StepBefore.MostTold
                ? InputChanges.Tell(step.Input, before.Step)
                : null;
        SqliteParameterCollection values = _command.Parameters;
        values[0].Value = execution;
        values[1].Value = seq;
        values[2].Value = step.Path;
        values[3].Value = step.Slot;
        values[4].Value = step.Agent;
        values[5].Value = changes ?? step.Input;
        values[6].Value = step.Output ?? (object)DBNull.Value;
        values[7].Value = step.Error ?? (object)DBNull.Value;
        values[8].Value = step.Attempts;
        values[9].Value = step.Usage == Agents.Usage.Unknown ? DBNull.Value : TopologyJson.Write(step.Usage);
        values[10].Value = step.StartedAt.ToUnixTimeMilliseconds();
        values[11].Value = (long)step.Duration.TotalMicroseconds;
        values[12].Value = owner;
        values[13].Value = changes is null ? 0 : 1;
        return _command.ExecuteNonQuery() == 1
            ? new StepBefore(seq, step, changes is null ? 0 : before!.Told + 1)
            : null;
    }

    public void Dispose() => _command.Dispose();
}
