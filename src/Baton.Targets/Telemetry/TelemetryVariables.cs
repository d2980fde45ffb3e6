namespace Baton.Targets.Telemetry;

/// <summary>The environment variables that make an agent with OpenTelemetry send its spans to Baton.</summary>
/// <remarks>What the user set is never changed: an exporter pointed elsewhere stays so.</remarks>
public static class TelemetryVariables
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>The span around everything a process does; OpenTelemetry's name for a context in the environment.</summary>
    public const string TraceParent = "TRACEPARENT";

    /// <summary>A tenth of a second, where SDKs wait five: spans of a short run arrive while it is under way.</summary>
    private const string BatchDelay = "100";

    private static readonly string[] PointedElsewhere =
    [
        Endpoint,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        "OTEL_TRACES_EXPORTER",
    ];

    /// <summary>Adds the variables to the environment of a process that is to be started.</summary>
    /// <param name="variables">The environment, the user's variables included.</param>
    /// <param name="environment">Where the target is started from; adds nothing when nobody collects spans.</param>
    public static void AddTo(IDictionary<string, string> variables, TargetEnvironment environment)
    {
        if (environment.TelemetryEndpoint is not { } endpoint || PointedElsewhere.Any(name => IsSet(variables, name)))
        {
            return;
        }

        if (!IsSet(variables, Protocol))
        {
            variables[Protocol] = "http/protobuf";
        }
        else if (!variables[Protocol].StartsWith("http/", StringComparison.Ordinal))
        {
            return;
        }

        variables[Endpoint] = endpoint.AbsoluteUri.TrimEnd('/');
        if (!IsSet(variables, "OTEL_BSP_SCHEDULE_DELAY"))
        {
            variables["OTEL_BSP_SCHEDULE_DELAY"] = BatchDelay;
        }
    }

    /// <summary>The environment of a process that works for one trace.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="traceParent">The trace, or <see langword="null"/> when nobody collects spans.</param>
    public static IReadOnlyDictionary<string, string> InTrace(
        IReadOnlyDictionary<string, string> variables,
        string? traceParent
    ) =>
        traceParent is null
            ? variables
            : new Dictionary<string, string>(variables, StringComparer.Ordinal) { [TraceParent] = traceParent };

    private static bool IsSet(IDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out string? value) && value.Length > 0;
}
