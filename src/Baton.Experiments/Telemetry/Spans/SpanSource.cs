using Baton.Experiments.Results;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What a span's whole batch has in common.</summary>
/// <param name="Service">The service, or <see langword="null"/> where it was not told.</param>
/// <param name="Scope">The library that made the span, or <see langword="null"/>.</param>
internal sealed record SpanSource(string? Service, string? Scope)
{
    /// <summary>Nothing was told.</summary>
    public static SpanSource Unknown { get; } = new(Service: null, Scope: null);

    /// <summary>Whether anything was told.</summary>
    public bool IsTold => Service is not null || Scope is not null;

    /// <summary>The source, from the resource's <c>service.name</c> and the scope's name.</summary>
    public static SpanSource Of(string? service, string? scope) =>
        // SDKs make up this name where nobody set one.
        new(
            service?.StartsWith("unknown_service", StringComparison.Ordinal) == true ? null : NullIfEmpty(service),
            NullIfEmpty(scope)
        );

    /// <summary>Writes it among a span's attributes.</summary>
    public void WriteTo(JsonLine line)
    {
        line.TextIfAny("service.name"u8, Service);
        line.TextIfAny("otel.scope.name"u8, Scope);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
