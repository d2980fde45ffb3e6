namespace Baton.Topologies.Execution;

/// <summary>A question to a person on which the execution depends.</summary>
/// <param name="Path">What it is about; no other question of the execution has it.</param>
/// <param name="Slot">The slot whose agent it is about.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Question">What is asked.</param>
internal sealed record ApprovalQuestion(string Path, string Slot, string Agent, string Question)
{
    /// <summary>What the person should see.</summary>
    public string Context { get; init; } = "";

    /// <summary>How long the answer may take; <see langword="null"/> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the execution goes on when it takes longer; otherwise it fails.</summary>
    public bool GoesOnAfterTimeout { get; init; }
}
