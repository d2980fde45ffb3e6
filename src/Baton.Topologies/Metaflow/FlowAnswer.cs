using System.Text.Json.Nodes;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Metaflow;

/// <summary>What Baton answers a generated flow.</summary>
public sealed record FlowAnswer
{
    /// <summary>The version of this form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// What was carried out: the step that was asked for, unless it had ended before or the topology does not come to it.
    /// </summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>The paths of all steps the topology came to, ended or not, in order.</summary>
    public required IReadOnlyList<string> Asked { get; init; }

    /// <summary>Those of them that have not ended.</summary>
    public required IReadOnlyList<string> Next { get; init; }

    /// <summary><see cref="ExecutionStatus.Running"/> while there are next steps, then how it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The output of a completed execution.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The answer as JSON.</summary>
    public string ToJson() => TopologyJson.Write(this);
}
