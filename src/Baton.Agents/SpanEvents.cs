using System.Text.Json;

namespace Baton.Agents;

/// <summary>Work inside the turn began: a model call, a tool, a nested agent, a step.</summary>
/// <param name="SpanId">What ties it to its end.</param>
/// <param name="Name">What is done.</param>
/// <param name="Kind">
/// <c>agent</c>, <c>tool</c>, <c>generation</c>, <c>chain</c>, <c>step</c> or another word of the agent's own.
/// </param>
public sealed record SpanStartedEvent(string SpanId, string Name, string Kind) : AgentEvent
{
    /// <summary>The span around this one, or <see langword="null"/> when the turn itself is.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>What went in, or <see langword="null"/>.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Other facts (model, parameters), or <see langword="null"/>.</summary>
    public JsonElement? Attributes { get; init; }

    /// <summary>When it happened by the agent's own clock, where it said so.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <inheritdoc/>
    public override string Type => "span_start";
}

/// <summary>Work inside the turn ended.</summary>
/// <param name="SpanId">The span that <see cref="SpanStartedEvent"/> opened.</param>
public sealed record SpanEndedEvent(string SpanId) : AgentEvent
{
    /// <summary>What came out, or <see langword="null"/>.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Facts known only at the end (token counts), or <see langword="null"/>.</summary>
    public JsonElement? Attributes { get; init; }

    /// <summary>When it happened by the agent's own clock, where it said so.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <inheritdoc/>
    public override string Type => "span_end";
}

/// <summary>A single fact at one moment inside the turn.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Kind">The same words as <see cref="SpanStartedEvent"/>, or <c>event</c>.</param>
/// <param name="Data">The fact, or <see langword="null"/>.</param>
public sealed record ObservationEvent(string Name, string Kind, JsonElement? Data) : AgentEvent
{
    /// <summary>The span it happened in, or <see langword="null"/> when the turn itself.</summary>
    public string? ParentSpanId { get; init; }

    /// <inheritdoc/>
    public override string Type => "event";
}
