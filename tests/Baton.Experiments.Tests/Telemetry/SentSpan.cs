using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>A span as an agent means it; <see cref="ExportBody"/> puts it into an export.</summary>
internal sealed record SentSpan
{
    public required TraceKey Trace { get; init; }

    public required ulong Id { get; init; }

    public ulong Parent { get; init; }

    public string Name { get; init; } = "";

    public SpanSide Side { get; init; }

    public ulong Start { get; init; }

    public ulong End { get; init; }

    public SentAttributes Attributes { get; init; } = [];

    public IReadOnlyList<SentEvent> Events { get; init; } = [];

    public bool? Failed { get; init; }

    public string? StatusMessage { get; init; }
}

/// <summary>A moment inside a span.</summary>
internal sealed record SentEvent(string Name, ulong Time, SentAttributes Attributes);

/// <summary>
/// Attributes in their order: a value is a string, a bool, a long, a double, bytes, a list of values, attributes of its own,
/// or null.
/// </summary>
internal sealed class SentAttributes : List<(string Name, object? Value)>
{
    public void Add(string name, object? value) => Add((name, value));
}
