using System.Text;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// Reads an <c>ExportTraceServiceRequest</c> in protobuf. Fields it does not know are passed over; where a field that
/// stands once is there several times, the last one counts.
/// </summary>
internal static class ProtobufTraces
{
    /// <summary>All spans of an export, those without identifiers included.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no such message.</exception>
    public static List<ExportedSpan> Read(ReadOnlySpan<byte> request)
    {
        List<ExportedSpan> spans = [];
        ProtobufReader reader = new(request);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                ReadResourceSpans(reader.Bytes(), spans);
            }
        }

        return spans;
    }

    private static void ReadResourceSpans(ReadOnlySpan<byte> message, List<ExportedSpan> spans)
    {
        ReadOnlySpan<byte> resource = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                resource = reader.Bytes();
            }
        }

        CheckResource(resource);
        ReadOnlySpan<byte> service = KeyValue.FindText(resource, field: 1, "service.name"u8);

        // The resource may stand behind the spans it is of.
        reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                ReadScopeSpans(reader.Bytes(), service, spans);
            }
        }
    }

    private static void CheckResource(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                SpanCheck.PassAttribute(reader.Bytes(), depth: 0);
            }
        }
    }

    private static void ReadScopeSpans(ReadOnlySpan<byte> message, ReadOnlySpan<byte> service, List<ExportedSpan> spans)
    {
        ReadOnlySpan<byte> scope = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                scope = ReadScopeName(reader.Bytes());
            }
        }

        SpanSource source = SpanSource.Of(Encoding.UTF8.GetString(service), Encoding.UTF8.GetString(scope));
        reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                spans.Add(ReadSpan(reader.Bytes(), source, spans.Count > 0 ? spans[^1].Trace : TraceKey.None));
            }
        }
    }

    private static ReadOnlySpan<byte> ReadScopeName(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Bytes();
            }
        }

        return name;
    }

    // Spans of one trace mostly follow upon each other.
    private static ExportedSpan ReadSpan(ReadOnlySpan<byte> message, SpanSource source, TraceKey before)
    {
        SpanKey key = SpanCheck.Pass(message);
        return new ExportedSpan(
            before.Names(key.Trace) ? before : TraceKey.Read(key.Trace),
            TraceKey.ReadSpan(key.Span),
            key.End,
            message.ToArray(),
            source
        );
    }
}
