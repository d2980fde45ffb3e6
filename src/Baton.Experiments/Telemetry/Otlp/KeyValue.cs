namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>OTLP's <c>KeyValue</c>, on the bytes of its message.</summary>
internal readonly ref struct KeyValue
{
    private KeyValue(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The message of the value; empty where there is none.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Reads a message.</summary>
    public static KeyValue Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = [];
        ReadOnlySpan<byte> value = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Bytes();
            }
            else if (reader.Field == 2)
            {
                value = reader.Bytes();
            }
        }

        return new KeyValue(name, value);
    }

    /// <summary>The first text of a name that has something in it, in UTF-8; empty when there is none.</summary>
    /// <param name="message">A message that has attributes.</param>
    /// <param name="field">The field they are in.</param>
    /// <param name="name">The name in UTF-8.</param>
    public static ReadOnlySpan<byte> FindText(ReadOnlySpan<byte> message, int field, ReadOnlySpan<byte> name)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != field)
            {
                continue;
            }

            KeyValue attribute = Read(reader.Bytes());
            if (!attribute.Name.SequenceEqual(name))
            {
                continue;
            }

            AnyValue value = AnyValue.Read(attribute.Value, depth: 0);
            if (value.IsText)
            {
                return value.Bytes;
            }
        }

        return [];
    }
}
