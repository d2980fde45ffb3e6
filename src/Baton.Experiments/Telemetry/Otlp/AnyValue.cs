namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>OTLP's <c>AnyValue</c>, on the bytes of its message.</summary>
internal readonly ref struct AnyValue
{
    /// <summary>Values nested deeper than this are left out; results could not be read back otherwise.</summary>
    public const int MostNested = 24;

    private readonly long _number;

    private AnyValue(AnyValueType type, long number, ReadOnlySpan<byte> bytes)
    {
        Type = type;
        _number = number;
        Bytes = bytes;
    }

    /// <summary>What it is.</summary>
    public AnyValueType Type { get; }

    /// <summary>The text in UTF-8, the bytes, or the message of the list or the map.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Whether it is true.</summary>
    public bool Truth => _number != 0;

    /// <summary>The whole number.</summary>
    public long Integer => _number;

    /// <summary>The number.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_number);

    /// <summary>Whether it is a text with something in it.</summary>
    public bool IsText => Type == AnyValueType.Text && !Bytes.IsEmpty;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="depth">How many lists and maps are around it.</param>
    public static AnyValue Read(ReadOnlySpan<byte> message, int depth)
    {
        AnyValue value = default;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            AnyValueType type = (AnyValueType)reader.Field;
            switch (type)
            {
                case AnyValueType.Text or AnyValueType.Bytes:
                    value = new AnyValue(type, 0, reader.Bytes());
                    break;
                case AnyValueType.Truth or AnyValueType.Integer:
                    value = new AnyValue(type, reader.Integer(), []);
                    break;
                case AnyValueType.Double:
                    value = new AnyValue(type, (long)reader.FixedInteger(), []);
                    break;
                case AnyValueType.List or AnyValueType.Map when depth < MostNested:
                    value = new AnyValue(type, 0, reader.Bytes());
                    break;
            }
        }

        return value;
    }
}

/// <summary>What an <see cref="AnyValue"/> is; the numbers of OTLP's fields.</summary>
internal enum AnyValueType
{
    /// <summary>Nothing, or nothing that is known.</summary>
    None,

    /// <summary>Text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Double,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by name.</summary>
    Map,

    /// <summary>Bytes.</summary>
    Bytes,
}
