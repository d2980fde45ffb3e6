namespace Baton.Topologies.Store;

/// <summary>What people are asked before an execution goes on, and what they said. Safe for concurrent use.</summary>
public interface IApprovals
{
    /// <summary>Keeps a question; one of the same path that is there already stays as it is.</summary>
    Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>The questions of an execution in the order in which they were asked, answered ones included.</summary>
    Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Answers the question of a path, or the only one that waits.</summary>
    /// <param name="executionId">The execution.</param>
    /// <param name="path">The question's path; <see langword="null"/> for every question that waits.</param>
    /// <param name="decision">The answer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many questions were answered; those answered before keep their answer.</returns>
    Task<int> DecideAsync(
        string executionId,
        string? path,
        ApprovalDecision decision,
        CancellationToken cancellationToken
    );
}

/// <summary>A question to a person.</summary>
public sealed record ApprovalRequest
{
    /// <summary>The step that waits for the answer.</summary>
    public required string Path { get; init; }

    /// <summary>The slot whose agent wants the approval.</summary>
    public required string Slot { get; init; }

    /// <summary>The agent in it.</summary>
    public required string Agent { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>What the person should see to decide, for example the answer that is to be approved.</summary>
    public string Context { get; init; } = "";

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When waiting ends, UTC; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>What a person said.</summary>
/// <param name="IsApproved">Whether the execution may go on.</param>
/// <param name="Comment">Words for the agents; may be empty.</param>
/// <param name="By">Who said it; may be empty.</param>
/// <param name="At">When, UTC.</param>
public sealed record ApprovalDecision(bool IsApproved, string Comment, string By, DateTimeOffset At);

/// <summary>A question and its answer.</summary>
/// <param name="Request">The question.</param>
/// <param name="Decision">The answer; <see langword="null"/> while nobody gave one.</param>
public sealed record Approval(ApprovalRequest Request, ApprovalDecision? Decision);
