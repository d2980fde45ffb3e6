using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Conversations;

/// <summary>What one turn came to.</summary>
internal sealed record TurnResult
{
    /// <summary>The answer, whole or partial; null when nothing came.</summary>
    public string? Output { get; init; }

    /// <summary>Why the turn failed, or null.</summary>
    public AgentError? Error { get; init; }

    /// <summary>The guard that ended the turn, or null.</summary>
    public LimitEvent? Limit { get; init; }

    /// <summary>What the target wants kept beside the answer, or null.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The answer as the agent gave it where that was more than text, or null.</summary>
    public JsonElement? Raw { get; init; }

    /// <summary>Tool calls, in order.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls { get; init; } = [];

    /// <summary>Tokens and cost, or null when none were reported.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Milliseconds the turn took.</summary>
    public double DurationMs { get; init; }

    /// <summary>Milliseconds to the first piece of output, or null.</summary>
    public double? FirstOutputMs { get; init; }
}
