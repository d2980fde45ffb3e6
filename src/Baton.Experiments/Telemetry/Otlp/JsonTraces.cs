using System.Text.Json;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads an <c>ExportTraceServiceRequest</c> in OTLP's JSON. Keys it does not know are passed over.</summary>
internal static class JsonTraces
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 192 };

    /// <summary>All spans of an export, those without identifiers included.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no such message.</exception>
    public static List<ReceivedSpan> Read(ReadOnlyMemory<byte> request)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request, Reading);
            List<ReceivedSpan> spans = [];
            foreach (JsonElement resourceSpans in document.RootElement.Items("resourceSpans"))
            {
                ReadResourceSpans(resourceSpans, spans);
            }

            return spans;
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new MalformedTelemetryException($"the body is no export of traces in JSON: {error.Message}", error);
        }
    }

    private static void ReadResourceSpans(JsonElement resourceSpans, List<ReceivedSpan> spans)
    {
        AttributeSet resource = resourceSpans.TryGetProperty("resource", out JsonElement described)
            ? JsonValues.ReadAttributes(described)
            : AttributeSet.None;
        foreach (JsonElement scopeSpans in resourceSpans.Items("scopeSpans"))
        {
            string? scope = scopeSpans.TryGetProperty("scope", out JsonElement library) ? library.Text("name") : null;
            SpanSource source = SpanSource.Of(resource, scope);
            foreach (JsonElement span in scopeSpans.Items("spans"))
            {
                spans.Add(ReadSpan(span, source));
            }
        }
    }

    private static ReceivedSpan ReadSpan(JsonElement span, SpanSource source)
    {
        (bool? failed, string? message) = (null, null);
        if (span.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.Object)
        {
            failed = StatusCode.Failed(
                status.Enumeration("code", "STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR")
            );
            message = status.Text("message");
        }

        return new ReceivedSpan
        {
            Trace = TraceKey.Read(span.Hex("traceId")),
            Id = TraceKey.ReadSpan(span.Hex("spanId")),
            Parent = TraceKey.ReadSpan(span.Hex("parentSpanId")),
            Name = span.Text("name") ?? "",
            Side = (SpanSide)
                span.Enumeration(
                    "kind",
                    "SPAN_KIND_UNSPECIFIED",
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER"
                ),
            Start = span.Nanoseconds("startTimeUnixNano"),
            End = span.Nanoseconds("endTimeUnixNano"),
            Attributes = JsonValues.ReadAttributes(span),
            Events =
            [
                .. span.Items("events")
                    .Select(happened => new ReceivedEvent(
                        happened.Text("name") ?? "",
                        happened.Nanoseconds("timeUnixNano"),
                        JsonValues.ReadAttributes(happened)
                    )),
            ],
            Failed = failed,
            StatusMessage = message,
            Source = source,
        };
    }
}
