using System.Text.Json;
using Baton.Experiments.Results;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Writes OTLP's attributes and values as plain JSON, straight from their messages.</summary>
internal static class OtlpJson
{
    /// <summary>Writes attributes as properties, in the order in which they came.</summary>
    /// <param name="given">Gets them.</param>
    /// <param name="message">A message that has attributes.</param>
    /// <param name="field">The field they are in.</param>
    /// <param name="input">The name of one that is told elsewhere and left out, or nothing.</param>
    /// <param name="output">Likewise.</param>
    /// <param name="depth">How many lists and maps are around them.</param>
    public static void WriteAttributes(
        RedactedJson given,
        ReadOnlySpan<byte> message,
        int field,
        ReadOnlySpan<byte> input = default,
        ReadOnlySpan<byte> output = default,
        int depth = 0
    )
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != field)
            {
                continue;
            }

            KeyValue attribute = KeyValue.Read(reader.Bytes());
            if (!IsNamed(attribute, input) && !IsNamed(attribute, output))
            {
                given.Name(attribute.Name);
                WriteValue(given, AnyValue.Read(attribute.Value, depth), depth);
            }
        }
    }

    /// <summary>Writes a value.</summary>
    public static void WriteValue(RedactedJson given, AnyValue value, int depth)
    {
        Utf8JsonWriter json = given.Json;
        switch (value.Type)
        {
            case AnyValueType.Text:
                given.Text(value.Bytes);
                break;
            case AnyValueType.Truth:
                json.WriteBooleanValue(value.Truth);
                break;
            case AnyValueType.Integer:
                json.WriteNumberValue(value.Integer);
                break;
            case AnyValueType.Double when double.IsFinite(value.Double):
                json.WriteNumberValue(value.Double);
                break;
            case AnyValueType.Double:
                json.WriteStringValue($"{value.Double}");
                break;
            case AnyValueType.Bytes:
                json.WriteBase64StringValue(value.Bytes);
                break;
            case AnyValueType.List:
                json.WriteStartArray();
                WriteItems(given, value.Bytes, depth + 1);
                json.WriteEndArray();
                break;
            case AnyValueType.Map:
                json.WriteStartObject();
                WriteAttributes(given, value.Bytes, field: 1, depth: depth + 1);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteItems(RedactedJson given, ReadOnlySpan<byte> message, int depth)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                WriteValue(given, AnyValue.Read(reader.Bytes(), depth), depth);
            }
        }
    }

    private static bool IsNamed(KeyValue attribute, ReadOnlySpan<byte> name) =>
        !name.IsEmpty && attribute.Name.SequenceEqual(name);
}
