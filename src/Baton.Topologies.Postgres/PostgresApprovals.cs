using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>Questions to people and their answers, in a database.</summary>
internal sealed class PostgresApprovals(PostgresDatabase database) : IApprovals
{
    private readonly PostgresRows _rows = new(database.Place);

    public Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            INSERT INTO approvals (execution, path, slot, agent, question, context, asked_at, deadline)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (execution, path) DO NOTHING
            """,
            [
                executionId,
                request.Path,
                request.Slot,
                request.Agent,
                request.Question,
                request.Context,
                request.AskedAt.ToUniversalTime(),
                request.Deadline?.ToUniversalTime(),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken) =>
        await database
            .ReadAsync(
                $"SELECT {StoredRows.ApprovalColumns} FROM approvals WHERE execution = $1 ORDER BY seq",
                [executionId],
                _rows.Approval,
                cancellationToken
            )
            .ConfigureAwait(false);

    public Task<int> DecideAsync(
        string executionId,
        string? path,
        ApprovalDecision decision,
        CancellationToken cancellationToken
    ) =>
        database.ExecuteAsync(
            """
            UPDATE approvals SET is_approved = $1, comment = $2, decided_by = $3, decided_at = $4
            WHERE execution = $5 AND is_approved IS NULL AND ($6::text IS NULL OR path = $6)
            """,
            [decision.IsApproved, decision.Comment, decision.By, decision.At.ToUniversalTime(), executionId, path],
            cancellationToken
        );
}
