using System.Text.Json;

namespace Baton.Experiments.Traces;

/// <summary>One line of <c>observations.jsonl</c>.</summary>
public sealed record Observation
{
    /// <summary>The run it belongs to.</summary>
    public required string TraceId { get; init; }

    /// <summary><c>span_start</c>, <c>span_end</c> or <c>event</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The span, or <see langword="null"/> for an event outside any.</summary>
    public string? SpanId { get; init; }

    /// <summary>The span around it, or <see langword="null"/> at the top.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>What was done.</summary>
    public required string Name { get; init; }

    /// <summary><c>agent</c>, <c>tool</c>, <c>generation</c>, <c>chain</c>, <c>supervisor</c>, <c>log</c> or another word.</summary>
    public required string Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What went in, or <see langword="null"/>.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What came out, or <see langword="null"/>.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Other facts, or <see langword="null"/>.</summary>
    public JsonElement? Attributes { get; init; }
}
