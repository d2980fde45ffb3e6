using System.Text.Json;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>One span as an agent exported it, or as Baton exports it: work that is over.</summary>
internal sealed record ReceivedSpan : ExportedSpan
{
    /// <summary>The span around it, or 0.</summary>
    public ulong Parent { get; init; }

    /// <summary>What was done.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which side of a call it is.</summary>
    public SpanSide Side { get; init; }

    /// <summary>When it began, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong Start { get; init; }

    /// <summary>Facts about it.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.None;

    /// <summary>What happened inside it at one moment.</summary>
    public IReadOnlyList<ReceivedEvent> Events { get; init; } = [];

    /// <summary>Whether the agent said that it failed (<see langword="true"/>), went well, or nothing.</summary>
    public bool? Failed { get; init; }

    /// <summary>What the agent said of the failure, or <see langword="null"/>.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Where it comes from.</summary>
    public SpanSource Source { get; init; } = SpanSource.Unknown;

    /// <inheritdoc/>
    public override long Weight =>
        256 + Attributes.Weight() + Events.Sum(static happened => 64 + happened.Attributes.Weight());

    /// <inheritdoc/>
    public override ReceivedSpan Read() => this;
}

/// <summary>A moment inside a span.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Time">When, in nanoseconds since 1970, by the agent's clock.</param>
/// <param name="Attributes">Facts about it.</param>
internal sealed record ReceivedEvent(string Name, ulong Time, AttributeSet Attributes);

/// <summary>What a span's whole batch has in common.</summary>
/// <param name="Service">The service, or <see langword="null"/> where it was not told.</param>
/// <param name="Scope">The library that made the span, or <see langword="null"/>.</param>
internal sealed record SpanSource(string? Service, string? Scope)
{
    /// <summary>Nothing was told.</summary>
    public static SpanSource Unknown { get; } = new(null, null);

    /// <summary>The source, from the resource's attributes and the scope's name.</summary>
    public static SpanSource Of(AttributeSet resource, string? scope)
    {
        string? service = resource.Text("service.name");
        // SDKs make up this name where nobody set one.
        return new SpanSource(
            service?.StartsWith("unknown_service", StringComparison.Ordinal) == true ? null : service,
            string.IsNullOrEmpty(scope) ? null : scope
        );
    }

    /// <summary>Writes it among a span's attributes.</summary>
    public void WriteTo(Utf8JsonWriter json, Func<string, string>? redact)
    {
        Write(json, "service.name"u8, Service, redact);
        Write(json, "otel.scope.name"u8, Scope, redact);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value, Func<string, string>? redact)
    {
        if (value is not null)
        {
            json.WriteString(name, redact is null ? value : redact(value));
        }
    }
}

/// <summary>Which side of a call a span is; the numbers of OTLP.</summary>
internal enum SpanSide
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Work of the agent's own.</summary>
    Internal,

    /// <summary>Somebody asked the agent.</summary>
    Server,

    /// <summary>The agent asked somebody.</summary>
    Client,

    /// <summary>The agent sent a message.</summary>
    Producer,

    /// <summary>The agent got a message.</summary>
    Consumer,
}
