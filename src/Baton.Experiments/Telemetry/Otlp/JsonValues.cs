using System.Text.Json;
using Baton.Experiments.Telemetry.Spans;

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

    /// <summary>The <c>attributes</c> of a message.</summary>
    public static AttributeSet ReadAttributes(JsonElement message) => ReadPairs(message, "attributes", depth: 0);

    private static AttributeSet ReadPairs(JsonElement message, string name, int depth)
    {
        AttributeSet? attributes = null;
        foreach (JsonElement pair in message.Items(name))
        {
            (attributes ??= new AttributeSet()).Add(
                pair.Text("key") ?? "",
                pair.TryGetProperty("value", out JsonElement value) ? ReadValue(value, depth) : null
            );
        }

        return attributes ?? AttributeSet.None;
    }

    private static object? ReadValue(JsonElement any, int depth)
    {
        if (any.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        foreach (JsonProperty property in any.EnumerateObject())
        {
            JsonElement value = property.Value;
            switch (property.Name)
            {
                case "stringValue":
                    return value.GetString();
                case "boolValue":
                    return value.GetBoolean();
                case "intValue":
                    return value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!) : value.GetInt64();
                case "doubleValue":
                    return value.ValueKind == JsonValueKind.String ? Double(value.GetString()!) : value.GetDouble();
                case "bytesValue":
                    return value.GetBytesFromBase64();
                case "arrayValue" when depth < ProtobufValues.MostNested:
                    return value.Items("values").Select(item => ReadValue(item, depth + 1)).ToList();
                case "kvlistValue" when depth < ProtobufValues.MostNested:
                    return ReadPairs(value, "values", depth + 1);
            }
        }

        return null;
    }

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
