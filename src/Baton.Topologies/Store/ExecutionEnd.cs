using System.Text.Json.Nodes;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>How an execution ended or stopped.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Output">The output of a completed one.</param>
/// <param name="Error">Why it did not complete.</param>
/// <param name="At">When, UTC.</param>
public sealed record ExecutionEnd(ExecutionStatus Status, JsonObject? Output, string? Error, DateTimeOffset At)
{
    /// <summary>When it ended; <see langword="null"/> while it waits for a person.</summary>
    public DateTimeOffset? CompletedAt => Status == ExecutionStatus.Paused ? null : At;
}
