using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads an <c>ExportTraceServiceRequest</c> in protobuf. Fields it does not know are passed over.</summary>
internal static class ProtobufTraces
{
    /// <summary>All spans of an export, those without identifiers included.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no such message.</exception>
    public static List<ReceivedSpan> Read(ReadOnlySpan<byte> request)
    {
        List<ReceivedSpan> spans = [];
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

    private static void ReadResourceSpans(ReadOnlySpan<byte> message, List<ReceivedSpan> spans)
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

    private static void ReadScopeSpans(ReadOnlySpan<byte> message, AttributeSet resource, List<ReceivedSpan> spans)
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
                spans.Add(ReadSpan(reader.Bytes(), source));
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

    private static ReceivedSpan ReadSpan(ReadOnlySpan<byte> message, SpanSource source)
    {
        TraceKey trace = TraceKey.None;
        (ulong id, ulong parent) = (0, 0);
        string name = "";
        SpanSide side = SpanSide.Unknown;
        (ulong start, ulong end) = (0, 0);
        AttributeSet? attributes = null;
        List<ReceivedEvent>? events = null;
        (bool? failed, string? statusMessage) = (null, null);
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    trace = TraceKey.Read(reader.Bytes());
                    break;
                case 2:
                    id = TraceKey.ReadSpan(reader.Bytes());
                    break;
                case 4:
                    parent = TraceKey.ReadSpan(reader.Bytes());
                    break;
                case 5:
                    name = reader.Text();
                    break;
                case 6:
                    side = (SpanSide)reader.Integer();
                    break;
                case 7:
                    start = reader.FixedInteger();
                    break;
                case 8:
                    end = reader.FixedInteger();
                    break;
                case 9:
                    ProtobufValues.ReadAttribute(reader.Bytes(), attributes ??= new AttributeSet(), depth: 0);
                    break;
                case 11:
                    (events ??= []).Add(ReadEvent(reader.Bytes()));
                    break;
                case 15:
                    (failed, statusMessage) = ReadStatus(reader.Bytes());
                    break;
            }
        }

        return new ReceivedSpan
        {
            Trace = trace,
            Id = id,
            Parent = parent,
            Name = name,
            Side = side,
            Start = start,
            End = end,
            Attributes = attributes ?? AttributeSet.None,
            Events = events ?? [],
            Failed = failed,
            StatusMessage = statusMessage,
            Source = source,
        };
    }

    private static ReceivedEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        ulong time = 0;
        string name = "";
        AttributeSet? attributes = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.FixedInteger();
                    break;
                case 2:
                    name = reader.Text();
                    break;
                case 3:
                    ProtobufValues.ReadAttribute(reader.Bytes(), attributes ??= new AttributeSet(), depth: 0);
                    break;
            }
        }

        return new ReceivedEvent(name, time, attributes ?? AttributeSet.None);
    }

    private static (bool? Failed, string? Message) ReadStatus(ReadOnlySpan<byte> message)
    {
        string? text = null;
        long code = 0;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                text = reader.Text();
            }
            else if (reader.Field == 3)
            {
                code = reader.Integer();
            }
        }

        return (StatusCode.Failed(code), text);
    }
}
