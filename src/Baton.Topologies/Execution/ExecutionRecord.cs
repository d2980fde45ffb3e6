using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>One run of a topology as it is stored: everything needed to go on with it in another process.</summary>
public sealed record ExecutionRecord
{
    /// <summary>The identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The topology, as it was when the execution began.</summary>
    public required Topology Topology { get; init; }

    /// <summary>The agents it was given, as they were.</summary>
    public required IReadOnlyDictionary<string, AgentType> Agents { get; init; }

    /// <summary>The input.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>Limits and ways.</summary>
    public required TopologyRunConfig Config { get; init; }

    /// <summary>How it stands.</summary>
    public ExecutionStatus Status { get; init; }

    /// <summary>The output of a completed execution.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of runner that ran it last.</summary>
    public required string RunnerType { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Who runs it; <see langword="null"/> when nobody does. Set by stores.</summary>
    public Lease? Lease { get; init; }

    /// <summary>
    /// Whether it should run, and nobody runs it any more: its process was killed, or gave no sign of life for as long as its
    /// lease lasts. Resume it to go on.
    /// </summary>
    /// <param name="now">The time.</param>
    public bool IsInterruptedAt(DateTimeOffset now) =>
        Status == ExecutionStatus.Running && (Lease is null || Lease.Until <= now || LeaseHolder.IsGone(Lease));
}
