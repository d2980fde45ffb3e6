using Baton.Agents.Sqlite.Files;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>Questions to people and their answers, in a file.</summary>
internal sealed class SqliteApprovals(SqliteDatabase database) : IApprovals
{
    private readonly SqliteRows _rows = new(database.Path);

    public Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken) =>
        database.CommitAsync(() =>
        {
            database.Writer.Execute(
                """
                INSERT INTO approvals (execution, seq, path, slot, agent, question, context, asked_at, deadline)
                VALUES ($execution, (SELECT COALESCE(MAX(seq), 0) + 1 FROM approvals WHERE execution = $execution),
                    $path, $slot, $agent, $question, $context, $asked, $deadline)
                ON CONFLICT (execution, path) DO NOTHING;
                """,
                ("$execution", executionId),
                ("$path", request.Path),
                ("$slot", request.Slot),
                ("$agent", request.Agent),
                ("$question", request.Question),
                ("$context", request.Context),
                ("$asked", request.AskedAt.ToUnixTimeMilliseconds()),
                ("$deadline", request.Deadline?.ToUnixTimeMilliseconds() ?? (object)DBNull.Value)
            );
        });

    public Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Approval>>(
            connection =>
            {
                using SqliteCommand command = connection.Statement(
                    $"SELECT {StoredRows.ApprovalColumns} FROM approvals WHERE execution = $execution ORDER BY seq;",
                    ("$execution", executionId)
                );
                using SqliteDataReader reader = command.ExecuteReader();
                List<Approval> approvals = [];
                while (reader.Read())
                {
                    approvals.Add(_rows.Approval(reader));
                }

                return approvals;
            },
            cancellationToken
        );

    public Task<int> DecideAsync(
        string executionId,
        string? path,
        ApprovalDecision decision,
        CancellationToken cancellationToken
    ) =>
        database.CommitAsync(() =>
            database.Writer.Execute(
                """
                UPDATE approvals SET is_approved = $approved, comment = $comment, decided_by = $by, decided_at = $at
                WHERE execution = $execution AND is_approved IS NULL AND ($path IS NULL OR path = $path);
                """,
                ("$approved", decision.IsApproved ? 1 : 0),
                ("$comment", decision.Comment),
                ("$by", decision.By),
                ("$at", decision.At.ToUnixTimeMilliseconds()),
                ("$execution", executionId),
                ("$path", path ?? (object)DBNull.Value)
            )
        );
}
