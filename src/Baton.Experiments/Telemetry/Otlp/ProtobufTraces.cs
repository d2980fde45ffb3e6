using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads an <c>ExportTraceServiceRequest</c> in protobuf. Fields it does not know are passed over.</summary>
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
        AttributeSet resource = AttributeSet.None;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                resource = ProtobufValues.ReadAttributes(reader.Bytes(), field: 1);
            }
        }

        // The resource may stand behind the spans it is of.
        reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                ReadScopeSpans(reader.Bytes(), resource, spans);
            }
        }
    }

    private static void ReadScopeSpans(ReadOnlySpan<byte> message, AttributeSet resource, List<ExportedSpan> spans)
    {
        string? scope = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                scope = ReadScopeName(reader.Bytes());
            }
        }

        SpanSource source = SpanSource.Of(resource, scope);
        reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                spans.Add(ProtobufSpan.Take(reader.Bytes(), source));
            }
        }
    }

    private static string? ReadScopeName(ReadOnlySpan<byte> message)
    {
        string? name = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Text();
            }
        }

        return name;
    }
}
