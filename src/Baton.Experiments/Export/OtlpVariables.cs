using System.Globalization;
using Baton.Experiments.Export.Spans;

namespace Baton.Experiments.Export;

/// <summary>
/// OpenTelemetry's own variables for exporters. Those for traces alone come before those for everything; empty ones count as unset.
/// </summary>
/// <param name="variables">The environment.</param>
internal sealed class OtlpVariables(IReadOnlyDictionary<string, string> variables)
{
    public const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string TracesEndpointName = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string ResourceName = "OTEL_RESOURCE_ATTRIBUTES";
    private const string HeadersName = "HEADERS";

    /// <summary>Where traces go, the whole address, or <see langword="null"/>.</summary>
    public string? TracesEndpoint => Value(TracesEndpointName);

    /// <summary>Where everything goes, without the path of traces, or <see langword="null"/>.</summary>
    public string? Endpoint => Value(EndpointName);

    /// <summary>The headers.</summary>
    /// <exception cref="ExportException">They cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Headers() =>
        Exporter(HeadersName) is var (name, text) && text is not null
            ? Pairs(text, name)
            : new Dictionary<string, string>();

    /// <summary>The encoding.</summary>
    /// <param name="isServerNamed">Whether the server was named by a person; then a protocol that is not spoken does not matter.</param>
    /// <exception cref="ExportException">The protocol is not spoken.</exception>
    public OtlpEncoding Encoding(bool isServerNamed) =>
        Exporter("PROTOCOL") switch
        {
            (_, "http/json") => OtlpEncoding.Json,
            (_, null or "http/protobuf") => OtlpEncoding.Protobuf,
            _ when isServerNamed => OtlpEncoding.Protobuf,
            var (name, protocol) => throw new ExportException(
                $"{name}: `{protocol}` is not spoken; name the server's port for HTTP, mostly 4318, with `--to`"
            ),
        };

    /// <summary>Whether requests are packed.</summary>
    public bool Compress() => Exporter("COMPRESSION").Value != "none";

    /// <summary>The longest that an attempt may take, or <see langword="null"/>.</summary>
    /// <exception cref="ExportException">It is no number.</exception>
    public TimeSpan? Timeout() =>
        Exporter("TIMEOUT") switch
        {
            (_, null) => null,
            (_, var text)
                when int.TryParse(text, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0 =>
                TimeSpan.FromMilliseconds(milliseconds),
            var (name, text) => throw new ExportException($"{name}: `{text}` is no number of milliseconds"),
        };

    /// <summary>What the spans' resource is to say, <c>service.name</c> first.</summary>
    /// <param name="service">The name of the service where the environment tells none.</param>
    /// <exception cref="ExportException">The attributes cannot be read.</exception>
    public AttributeSet Resource(string service)
    {
        Dictionary<string, string> told = Value(ResourceName) is { } text ? Pairs(text, ResourceName) : [];
        AttributeSet resource = new();
        resource.Add(Names.Service, Value(ServiceName) ?? told.GetValueOrDefault(Names.Service) ?? service);
        foreach ((string name, string value) in told)
        {
            if (name != Names.Service)
            {
                resource.Add(name, value);
            }
        }

        return resource;
    }

    private (string Name, string? Value) Exporter(string what)
    {
        string traces = $"OTEL_EXPORTER_OTLP_TRACES_{what}";
        string all = $"OTEL_EXPORTER_OTLP_{what}";
        return Value(traces) is { } value ? (traces, value) : (all, Value(all));
    }

    private string? Value(string name) =>
        variables.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    // As W3C Baggage has them: name=value, commas between, values percent-encoded.
    private static Dictionary<string, string> Pairs(string text, string variable)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ExportException($"{variable}: write `name=value`, and commas between several");
            }

            pairs[pair[..equals].Trim()] = Uri.UnescapeDataString(pair[(equals + 1)..].Trim());
        }

        return pairs;
    }
}
