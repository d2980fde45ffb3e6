namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>
/// Goes through a span's message as its readers will, and makes nothing of it: spans are read when nobody is there any more
/// to whom they could be refused.
/// </summary>
internal static class SpanCheck
{
    /// <summary>Reads what tells a span from others.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no span, whole.</exception>
    public static SpanKey Pass(ReadOnlySpan<byte> message)
    {
        SpanKey key = default;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key.Trace = reader.Bytes();
                    break;
                case 2:
                    key.Span = reader.Bytes();
                    break;
                case 8:
                    key.End = reader.FixedInteger();
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
                    PassAttribute(reader.Bytes(), depth: 0);
                    break;
                case 11:
                    PassEvent(reader.Bytes());
                    break;
                case 15:
                    PassStatus(reader.Bytes());
                    break;
            }
        }

        return key;
    }

    /// <summary>Goes through an attribute.</summary>
    /// <exception cref="MalformedTelemetryException">The bytes are no <c>KeyValue</c>.</exception>
    public static void PassAttribute(ReadOnlySpan<byte> message, int depth)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                reader.Bytes();
            }
            else if (reader.Field == 2)
            {
                PassValue(reader.Bytes(), depth);
            }
        }
    }

    private static void PassEvent(ReadOnlySpan<byte> message)
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
                    PassAttribute(reader.Bytes(), depth: 0);
                    break;
            }
        }
    }

    private static void PassStatus(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                reader.Bytes();
            }
            else if (reader.Field == 3)
            {
                reader.Integer();
            }
        }
    }

    private static void PassValue(ReadOnlySpan<byte> message, int depth)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch ((AnyValueType)reader.Field)
            {
                case AnyValueType.Text or AnyValueType.Bytes:
                    reader.Bytes();
                    break;
                case AnyValueType.Truth or AnyValueType.Integer:
                    reader.Integer();
                    break;
                case AnyValueType.Double:
                    reader.FixedInteger();
                    break;
                case (AnyValueType.List or AnyValueType.Map) and var nesting when depth < AnyValue.MostNested:
                    PassItems(reader.Bytes(), depth + 1, nesting);
                    break;
            }
        }
    }

    private static void PassItems(ReadOnlySpan<byte> message, int depth, AnyValueType around)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                continue;
            }

            if (around == AnyValueType.List)
            {
                PassValue(reader.Bytes(), depth);
            }
            else
            {
                PassAttribute(reader.Bytes(), depth);
            }
        }
    }
}

/// <summary>What tells a span from others, on the bytes of its message.</summary>
internal ref struct SpanKey
{
    /// <summary>The trace's identifier.</summary>
    public ReadOnlySpan<byte> Trace { get; set; }

    /// <summary>The span's identifier.</summary>
    public ReadOnlySpan<byte> Span { get; set; }

    /// <summary>When it ended, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong End { get; set; }
}
