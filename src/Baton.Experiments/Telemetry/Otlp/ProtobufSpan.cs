using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// A span as its message in protobuf. It is read when its run is written: until then a run's spans are a few arrays,
/// which cost the garbage collector nothing.
/// </summary>
internal sealed record ProtobufSpan : ExportedSpan
{
    private readonly byte[] _message;
    private readonly SpanSource _source;

    private ProtobufSpan(byte[] message, SpanSource source)
    {
        _message = message;
        _source = source;
    }

    /// <inheritdoc/>
    public override long Weight => 128 + _message.Length;

    /// <summary>Takes a copy of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="MalformedTelemetryException">It is no such message, whole.</exception>
    public static ProtobufSpan Take(ReadOnlySpan<byte> message, SpanSource source)
    {
        TraceKey trace = TraceKey.None;
        (ulong id, ulong end) = (0, 0);
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
                case 8:
                    end = reader.FixedInteger();
                    break;
                case 4 or 5:
                    reader.Bytes();
                    break;
                case 6:
                    reader.Integer();
                    break;
                case 7:
                    reader.FixedInteger();
                    break;
                case 9:
                    ProtobufValues.CheckAttribute(reader.Bytes(), depth: 0);
                    break;
                case 11:
                    CheckEvent(reader.Bytes());
                    break;
                case 15:
                    ReadStatus(reader.Bytes());
                    break;
            }
        }

        return new ProtobufSpan(message.ToArray(), source)
        {
            Trace = trace,
            Id = id,
            End = end,
        };
    }

    /// <inheritdoc/>
    public override ReceivedSpan Read()
    {
        ulong parent = 0;
        string name = "";
        SpanSide side = SpanSide.Unknown;
        ulong start = 0;
        AttributeSet? attributes = null;
        List<ReceivedEvent>? events = null;
        (bool? failed, string? statusMessage) = (null, null);
        ProtobufReader reader = new(_message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    parent = TraceKey.ReadSpan(reader.Bytes());
                    break;
                case 5:
                    name = ShortTexts.Of(reader.Bytes());
                    break;
                case 6:
                    side = (SpanSide)reader.Integer();
                    break;
                case 7:
                    start = reader.FixedInteger();
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
            Trace = Trace,
            Id = Id,
            Parent = parent,
            Name = name,
            Side = side,
            Start = start,
            End = End,
            Attributes = attributes ?? AttributeSet.None,
            Events = events ?? [],
            Failed = failed,
            StatusMessage = statusMessage,
            Source = _source,
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

    private static void CheckEvent(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.FixedInteger();
                    break;
                case 2:
                    reader.Bytes();
                    break;
                case 3:
                    ProtobufValues.CheckAttribute(reader.Bytes(), depth: 0);
                    break;
            }
        }
    }
}
