using System.Text.Json;

namespace Baton.Experiments.Telemetry.Otlp;

/// <summary>Reads OTLP's values in JSON, where 64-bit integers are text or numbers and identifiers hexadecimal.</summary>
internal static class JsonValues
{
    /// <summary>The elements of a property that is a list; nothing when it is absent or null.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement list) && list.ValueKind != JsonValueKind.Null
            ? list.EnumerateArray()
            : Enumerable.Empty<JsonElement>();

    /// <summary>A property as text, or null.</summary>
    public static string? Text(this JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    /// <summary>A property as a time in nanoseconds; 0 when it is absent.</summary>
    public static ulong Nanoseconds(this JsonElement message, string name) =>
        !message.TryGetProperty(name, out JsonElement time) ? 0
        : time.ValueKind == JsonValueKind.String ? ulong.Parse(time.GetString()!)
        : time.GetUInt64();

    /// <summary>A property as the number of an enumeration, told by number or by name; 0 when it is absent.</summary>
    public static int Enumeration(this JsonElement message, string name, params ReadOnlySpan<string> words) =>
        !message.TryGetProperty(name, out JsonElement value) ? 0
        : value.ValueKind == JsonValueKind.String ? Math.Max(0, words.IndexOf(value.GetString()))
        : value.GetInt32();

    /// <summary>A property as bytes in hexadecimal digits; none when it is absent.</summary>
    public static byte[] Hex(this JsonElement message, string name) =>
        message.Text(name) is { } digits ? Convert.FromHexString(digits) : [];

    /// <summary>Writes the <c>attributes</c> of a message, each as a field of it in protobuf.</summary>
    public static void WriteAttributes(ProtobufWriter message, int field, JsonElement owner) =>
        WritePairs(message, field, owner, "attributes", depth: 0);

    private static void WritePairs(ProtobufWriter message, int field, JsonElement owner, string name, int depth)
    {
        foreach (JsonElement pair in owner.Items(name))
        {
            ProtobufWriter attribute = new();
            attribute.Text(1, pair.Text("key") ?? "");
            if (pair.TryGetProperty("value", out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                attribute.Message(2, Value(value, depth));
            }

            message.Message(field, attribute);
        }
    }

    // The first property that is a value counts.
    private static ProtobufWriter Value(JsonElement any, int depth)
    {
        ProtobufWriter message = new();
        if (any.ValueKind == JsonValueKind.Null)
        {
            return message;
        }

        foreach (JsonProperty property in any.EnumerateObject())
        {
            if (TryWrite(message, property.Name, property.Value, depth))
            {
                break;
            }
        }

        return message;
    }

    private static bool TryWrite(ProtobufWriter message, string name, JsonElement value, int depth)
    {
        switch (name)
        {
            case "stringValue" when value.ValueKind == JsonValueKind.Null:
                return true;
            case "stringValue":
                message.Text((int)AnyValueType.Text, value.GetString()!);
                return true;
            case "boolValue":
                message.Integer((int)AnyValueType.Truth, value.GetBoolean() ? 1 : 0);
                return true;
            case "intValue":
                message.Integer((int)AnyValueType.Integer, Integer(value));
                return true;
            case "doubleValue":
                message.Double((int)AnyValueType.Double, Double(value));
                return true;
            case "bytesValue":
                message.Bytes((int)AnyValueType.Bytes, value.GetBytesFromBase64());
                return true;
            case "arrayValue" when depth < AnyValue.MostNested:
                message.Message((int)AnyValueType.List, Items(value, depth + 1));
                return true;
            case "kvlistValue" when depth < AnyValue.MostNested:
                ProtobufWriter map = new();
                WritePairs(map, field: 1, value, "values", depth + 1);
                message.Message((int)AnyValueType.Map, map);
                return true;
            default:
                return false;
        }
    }

    private static ProtobufWriter Items(JsonElement list, int depth)
    {
        ProtobufWriter items = new();
        foreach (JsonElement item in list.Items("values"))
        {
            items.Message(1, Value(item, depth));
        }

        return items;
    }

    private static long Integer(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!) : value.GetInt64();

    private static double Double(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Double(value.GetString()!) : value.GetDouble();

    // Protobuf's JSON writes the numbers that JSON lacks as these words.
    private static double Double(string text) =>
        text switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(text),
        };
}
