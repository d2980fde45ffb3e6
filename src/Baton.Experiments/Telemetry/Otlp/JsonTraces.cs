using System.Text;
using System.Text.Json;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// Reads an <c>ExportTraceServiceRequest</c> in OTLP's JSON; its spans are kept in protobuf as all others. Keys it does not
/// know are passed over.
/// </summary>
internal static class JsonTraces
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 192 };

    /// <summary>All spans of an export, those without identifiers included.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="list">An empty list for the spans; <see langword="null"/> for a new one.</param>
    /// <exception cref="MalformedTelemetryException">The bytes are no such message.</exception>
    public static List<ExportedSpan> Read(ReadOnlyMemory<byte> request, List<ExportedSpan>? list = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request, Reading);
            List<ExportedSpan> spans = list ?? [];
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

    private static void ReadResourceSpans(JsonElement resourceSpans, List<ExportedSpan> spans)
    {
        string? service = resourceSpans.TryGetProperty("resource", out JsonElement resource)
            ? ServiceOf(resource)
            : null;
        foreach (JsonElement scopeSpans in resourceSpans.Items("scopeSpans"))
        {
            string? scope = scopeSpans.TryGetProperty("scope", out JsonElement library) ? library.Text("name") : null;
            SpanSource source = SpanSource.Of(service, scope);
            foreach (JsonElement span in scopeSpans.Items("spans"))
            {
                spans.Add(ReadSpan(span, source));
            }
        }
    }

    private static string? ServiceOf(JsonElement resource)
    {
        ProtobufWriter message = new();
        JsonValues.WriteAttributes(message, field: 1, resource);
        return Encoding.UTF8.GetString(KeyValue.FindText(message.Written, field: 1, "service.name"u8));
    }

    private static ExportedSpan ReadSpan(JsonElement span, SpanSource source)
    {
        ulong end = span.Nanoseconds("endTimeUnixNano");
        ProtobufWriter message = new();
        message.Bytes(4, span.Hex("parentSpanId"));
        message.Text(5, span.Text("name") ?? "");
        message.Integer(6, Side(span));
        message.FixedInteger(7, span.Nanoseconds("startTimeUnixNano"));
        message.FixedInteger(8, end);
        JsonValues.WriteAttributes(message, field: 9, span);
        foreach (JsonElement happened in span.Items("events"))
        {
            message.Message(11, Event(happened));
        }

        if (span.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.Object)
        {
            message.Message(15, Status(status));
        }

        return new ExportedSpan(
            TraceKey.Read(span.Hex("traceId")),
            TraceKey.ReadSpan(span.Hex("spanId")),
            end,
            message.Written.ToArray(),
            source
        );
    }

    private static int Side(JsonElement span) =>
        span.Enumeration(
            "kind",
            "SPAN_KIND_UNSPECIFIED",
            "SPAN_KIND_INTERNAL",
            "SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT",
            "SPAN_KIND_PRODUCER",
            "SPAN_KIND_CONSUMER"
        );

    private static ProtobufWriter Event(JsonElement happened)
    {
        ProtobufWriter message = new();
        message.FixedInteger(1, happened.Nanoseconds("timeUnixNano"));
        message.Text(2, happened.Text("name") ?? "");
        JsonValues.WriteAttributes(message, field: 3, happened);
        return message;
    }

    private static ProtobufWriter Status(JsonElement status)
    {
        ProtobufWriter message = new();
        message.Text(2, status.Text("message") ?? "");
        message.Integer(3, status.Enumeration("code", "STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"));
        return message;
    }
}
