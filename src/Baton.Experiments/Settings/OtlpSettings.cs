using Baton.Configuration;
using Baton.Experiments.Export;

namespace Baton.Experiments.Settings;

/// <summary>
/// The <c>output.otlp:</c> section: where an experiment's traces are sent when it is over, and where <c>baton export experiment</c>
/// sends them.
/// </summary>
public sealed record OtlpSettings : IValidatedSection
{
    /// <summary>
    /// A server that takes OTLP over HTTP, for example <c>http://localhost:4318</c>; <c>/v1/traces</c> is put behind it where it is
    /// missing. Default: the standard variables of OpenTelemetry, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and so on.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Headers of every request, over those of <c>OTEL_EXPORTER_OTLP_HEADERS</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How traces are written. Default <c>protobuf</c>, unless <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> is <c>http/json</c>.</summary>
    public OtlpEncoding? Encoding { get; init; }

    /// <summary>Whether what was said goes along, or only who did what for how long. Default true.</summary>
    public bool Content { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Endpoint is not null && OtlpServer.UrlProblem(Endpoint) is { } problem)
        {
            section.Error("endpoint", problem);
        }
    }
}
