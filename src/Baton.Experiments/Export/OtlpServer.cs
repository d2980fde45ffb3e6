using System.Globalization;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Export;

/// <summary>A server that takes OTLP over HTTP, and how it is to be spoken to.</summary>
public sealed record OtlpServer
{
    private const string TracesPath = "/v1/traces";

    /// <summary>Where requests are posted to.</summary>
    public required Uri Url { get; init; }

    /// <summary>Headers of every request, keys among them; never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How traces are written. Default <see cref="OtlpEncoding.Protobuf"/>.</summary>
    public OtlpEncoding Encoding { get; init; } = OtlpEncoding.Protobuf;

    /// <summary>Whether requests are packed with gzip. Default true.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>The longest that one attempt may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The server's address as it may be shown: without names and keys that stand in it.</summary>
    public string ShownUrl =>
        new UriBuilder(Url)
        {
            UserName = "",
            Password = "",
            Query = "",
        }.Uri.ToString();

    /// <summary>
    /// Finds the server: the given address, else the settings', else that of the variables
    /// <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c> and <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. Headers of all of them go along, a later one
    /// over an earlier one: variables, settings, given.
    /// </summary>
    /// <param name="given">The address given, or <see langword="null"/>.</param>
    /// <param name="headers">The headers given.</param>
    /// <param name="settings">The settings, or <see langword="null"/>.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="ExportException">There is none, or what tells of it cannot be used.</exception>
    public static OtlpServer Find(
        string? given,
        IReadOnlyDictionary<string, string> headers,
        OtlpSettings? settings,
        IReadOnlyDictionary<string, string> variables
    )
    {
        OtlpVariables environment = new(variables);
        Dictionary<string, string> all = new(environment.Headers(), StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in (settings?.Headers ?? new Dictionary<string, string>()).Concat(headers))
        {
            all[name] = value.Trim();
        }

        bool isNamed = (given ?? settings?.Endpoint) is not null;
        return new OtlpServer
        {
            Url = FindUrl(given ?? settings?.Endpoint, environment),
            Headers = all,
            Encoding = settings?.Encoding ?? environment.Encoding(isNamed),
            Compress = environment.Compress(),
            Timeout = environment.Timeout() ?? TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>Why an address cannot be used, or <see langword="null"/>.</summary>
    internal static string? UrlProblem(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? read) && read.Scheme is "http" or "https"
            ? null
            : $"`{url}` is no address of HTTP; write one like `http://localhost:4318`";

    private static Uri FindUrl(string? named, OtlpVariables environment) =>
        named is not null ? WithPath(named, "the address")
        : environment.TracesEndpoint is { } whole ? Read(whole, OtlpVariables.TracesEndpointName)
        : environment.Endpoint is { } start ? WithPath(start, OtlpVariables.EndpointName)
        : throw new ExportException(
            "there is nowhere to export to: give `--to URL` or `--output FILE`, set `output.otlp.endpoint` in the configuration, "
                + $"or the variable {OtlpVariables.EndpointName}"
        );

    private static Uri WithPath(string text, string origin)
    {
        Uri url = Read(text, origin);
        return url.AbsolutePath.EndsWith(TracesPath, StringComparison.Ordinal)
            ? url
            : new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + TracesPath }.Uri;
    }

    private static Uri Read(string text, string origin) =>
        UrlProblem(text) is { } problem
            ? throw new ExportException(string.Create(CultureInfo.InvariantCulture, $"{origin}: {problem}"))
            : new Uri(text);
}
