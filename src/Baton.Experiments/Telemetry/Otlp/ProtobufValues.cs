using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads OTLP's <c>KeyValue</c> and <c>AnyValue</c> in protobuf.</summary>
internal static class ProtobufValues
{
    /// <summary>Values nested deeper than this are left out; results could not be read back otherwise.</summary>
    public const int MostNested = 24;

    /// <summary>The attributes of a message that has them in one field and nothing else of interest.</summary>
    public static AttributeSet ReadAttributes(ReadOnlySpan<byte> message, int field)
    {
        AttributeSet attributes = new();
        ReadAttributes(message, field, attributes, depth: 0);
        return attributes;
    }

    /// <summary>Adds a <c>KeyValue</c> to a set.</summary>
    public static void ReadAttribute(ReadOnlySpan<byte> message, AttributeSet attributes, int depth)
    {
        AttributeName? name = null;
        object? value = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = AttributeName.Of(reader.Bytes());
            }
            else if (reader.Field == 2)
            {
                value = ReadValue(reader.Bytes(), depth);
            }
        }

        attributes.Add(name ?? AttributeName.Of(""), value);
    }

    private static object? ReadValue(ReadOnlySpan<byte> message, int depth)
    {
        object? value = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            value = reader.Field switch
            {
                1 => ShortTexts.Of(reader.Bytes()),
                2 => reader.Integer() != 0,
                3 => reader.Integer(),
                4 => reader.Double(),
                5 when depth < MostNested => ReadList(reader.Bytes(), depth + 1),
                6 when depth < MostNested => ReadMap(reader.Bytes(), depth + 1),
                7 => reader.Bytes().ToArray(),
                _ => value,
            };
        }

        return value;
    }

    private static List<object?> ReadList(ReadOnlySpan<byte> message, int depth)
    {
        List<object?> items = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                items.Add(ReadValue(reader.Bytes(), depth));
            }
        }

        return items;
    }

    private static AttributeSet ReadMap(ReadOnlySpan<byte> message, int depth)
    {
        AttributeSet map = new();
        ReadAttributes(message, field: 1, map, depth);
        return map;
    }

    private static void ReadAttributes(ReadOnlySpan<byte> message, int field, AttributeSet attributes, int depth)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                ReadAttribute(reader.Bytes(), attributes, depth);
            }
        }
    }

    /// <summary>Goes through a <c>KeyValue</c> as <see cref="ReadAttribute"/> does, and makes nothing of it.</summary>
    /// <exception cref="MalformedTelemetryException">It could not be read.</exception>
    public static void CheckAttribute(ReadOnlySpan<byte> message, int depth)
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
                CheckValue(reader.Bytes(), depth);
            }
        }
    }

    private static void CheckValue(ReadOnlySpan<byte> message, int depth)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 or 7:
                    reader.Bytes();
                    break;
                case 2 or 3:
                    reader.Integer();
                    break;
                case 4:
                    reader.Double();
                    break;
                case 5 when depth < MostNested:
                    CheckItems(reader.Bytes(), depth + 1, areValues: true);
                    break;
                case 6 when depth < MostNested:
                    CheckItems(reader.Bytes(), depth + 1, areValues: false);
                    break;
            }
        }
    }

    private static void CheckItems(ReadOnlySpan<byte> message, int depth, bool areValues)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                continue;
            }

            if (areValues)
            {
                CheckValue(reader.Bytes(), depth);
            }
            else
            {
                CheckAttribute(reader.Bytes(), depth);
            }
        }
    }
}
