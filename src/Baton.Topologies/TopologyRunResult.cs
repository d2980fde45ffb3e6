using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Topologies;

/// <summary>What came of an execution.</summary>
public sealed record TopologyRunResult
{
    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The output of the topology's pattern; <see langword="null"/> unless it completed.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Error { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>From start to end, in milliseconds.</summary>
    public long? DurationMs => CompletedAt is { } end ? (long)(end - StartedAt).TotalMilliseconds : null;

    /// <summary>The kind of runner.</summary>
    public required string RunnerType { get; init; }

    /// <summary>The topology.</summary>
    public required string TopologyName { get; init; }

    /// <summary>What <see cref="TopologyRunConfig.CorrelationId"/> said.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Tokens and cost of all steps, those of earlier sittings included.</summary>
    public Usage Usage { get; init; } = Usage.Unknown;
}
