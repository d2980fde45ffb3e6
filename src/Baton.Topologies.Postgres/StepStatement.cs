using Baton.Agents;
using Baton.Topologies.Execution;
using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>The statement that appends a step.</summary>
internal static class StepStatement
{
    // The owner is looked at in the same statement, and the row is held until the commit: nobody takes the execution
    // over in between. A step written before, whose confirmation was lost, stays as it is.
    private const string Append = """
        INSERT INTO steps (execution, seq, path, slot, agent, input, output, error, attempts, usage, started_at, duration)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::json, $11, $12
        FROM executions WHERE key = $1 AND lease_owner = $13 FOR SHARE
        ON CONFLICT (execution, seq) DO NOTHING
        """;

    private const string IsThere = """
        SELECT count(*) FROM steps s JOIN executions e ON e.key = s.execution
        WHERE s.execution = $1 AND s.seq = $2 AND s.path = $3 AND e.lease_owner = $4
        """;

    /// <summary>Appends steps in one round trip and one commit.</summary>
    /// <returns>Which of them were not written: somebody else has the execution.</returns>
    public static async Task<List<PendingStep>> AppendAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        IReadOnlyList<PendingStep> steps,
        CancellationToken cancellationToken
    )
    {
        using NpgsqlBatch batch = new(connection, transaction);
        foreach (PendingStep step in steps)
        {
            batch.BatchCommands.Add(Command(step));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        List<PendingStep> refused = [];
        for (int index = 0; index < steps.Count; index++)
        {
            if (
                batch.BatchCommands[index].RecordsAffected == 0
                && !await IsThereAsync(connection, transaction, steps[index], cancellationToken).ConfigureAwait(false)
            )
            {
                refused.Add(steps[index]);
            }
        }

        return refused;
    }

    private static NpgsqlBatchCommand Command(PendingStep pending)
    {
        StepRecord step = pending.Step;
        NpgsqlBatchCommand command = new(Append);
        PostgresDatabase.AddTo(
            command.Parameters,
            [
                pending.Execution,
                pending.Seq,
                step.Path,
                step.Slot,
                step.Agent,
                step.Input,
                step.Output,
                step.Error,
                step.Attempts,
                step.Usage == Usage.Unknown ? null : TopologyJson.Write(step.Usage),
                step.StartedAt.ToUniversalTime(),
                step.Duration,
                pending.Owner,
            ]
        );
        return command;
    }

    private static async Task<bool> IsThereAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        PendingStep step,
        CancellationToken cancellationToken
    )
    {
        using NpgsqlCommand command = PostgresDatabase.Command(
            connection,
            IsThere,
            [step.Execution, step.Seq, step.Step.Path, step.Owner]
        );
        command.Transaction = transaction;
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! > 0;
    }
}
