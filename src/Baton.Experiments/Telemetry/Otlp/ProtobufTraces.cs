using System.Text;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// Reads an <c>ExportTraceServiceRequest</c> in protobuf. Fields it does not know are passed over; where a field that
/// stands once is there several times, the last one counts.
/// </summary>
internal sealed class ProtobufTraces
{
    private readonly ReadOnlyMemory<byte> _export;
    private readonly List<ExportedSpan> _spans;

    private ProtobufTraces(ReadOnlyMemory<byte> export, List<ExportedSpan> spans)
    {
        _export = export;
        _spans = spans;
    }

    /// <summary>
    /// All spans of an export, those without identifiers included. Their messages are the export's bytes; whoever takes a span
    /// keeps it elsewhere.
    /// </summary>
    /// <param name="export">The bytes.</param>
    /// <param name="list">An empty list for the spans; <see langword="null"/> for a new one.</param>
    /// <exception cref="MalformedTelemetryException">The bytes are no such message.</exception>
    public static List<ExportedSpan> Read(ReadOnlyMemory<byte> export, List<ExportedSpan>? list = null)
    {
        ProtobufTraces traces = new(export, list ?? []);
        ProtobufReader reader = new(export.Span);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                traces.ReadResourceSpans(reader.Bytes());
            }
        }

        return traces._spans;
    }

    private void ReadResourceSpans(ReadOnlySpan<byte> message)
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
                ReadScopeSpans(reader.Bytes(), service);
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

    private void ReadScopeSpans(ReadOnlySpan<byte> message, ReadOnlySpan<byte> service)
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
                _spans.Add(ReadSpan(reader.Bytes(), source));
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

    private ExportedSpan ReadSpan(ReadOnlySpan<byte> message, SpanSource source)
    {
        SpanKey key = SpanCheck.Pass(message);
        MessagePart part = MessagePart.Of(_export.Span, message);
        // Spans of one trace mostly follow upon each other.
        TraceKey before = _spans.Count > 0 ? _spans[^1].Trace : TraceKey.None;
        return new ExportedSpan(
            before.Names(key.Trace) ? before : TraceKey.Read(key.Trace),
            TraceKey.ReadSpan(key.Span),
            key.End,
            _export.Slice(part.Start, part.Length),
            source
        );
    }
}
