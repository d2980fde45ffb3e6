using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Spans;

/// <summary>One span as Baton exports it: work that is over.</summary>
internal sealed record OutgoingSpan
{
    /// <summary>The trace it belongs to.</summary>
    public required TraceKey Trace { get; init; }

    /// <summary>Its identifier.</summary>
    public required ulong Id { get; init; }

    /// <summary>The span around it, or 0.</summary>
    public ulong Parent { get; init; }

    /// <summary>What was done.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which side of a call it is.</summary>
    public SpanSide Side { get; init; }

    /// <summary>When it began, in nanoseconds since 1970.</summary>
    public ulong Start { get; init; }

    /// <summary>When it ended, in nanoseconds since 1970.</summary>
    public ulong End { get; init; }

    /// <summary>Facts about it.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.None;

    /// <summary>What happened inside it at one moment.</summary>
    public IReadOnlyList<OutgoingEvent> Events { get; init; } = [];

    /// <summary>Whether it failed (<see langword="true"/>), went well, or nothing is known of it.</summary>
    public bool? Failed { get; init; }

    /// <summary>What is said of the failure, or <see langword="null"/>.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Where it comes from.</summary>
    public SpanSource Source { get; init; } = SpanSource.Unknown;
}

/// <summary>A moment inside a span.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Time">When, in nanoseconds since 1970.</param>
/// <param name="Attributes">Facts about it.</param>
internal sealed record OutgoingEvent(string Name, ulong Time, AttributeSet Attributes);
