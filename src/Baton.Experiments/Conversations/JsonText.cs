using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Conversations;

/// <summary>Makes JSON values for observations.</summary>
internal static class JsonText
{
    /// <summary>A text as a JSON value.</summary>
    public static JsonElement Element(string text)
    {
        ArrayBufferWriter<byte> buffer = new((text.Length * 2) + 2);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStringValue(text);
        }

        return Parse(buffer);
    }

    /// <summary>An object whose properties the caller writes.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> properties)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        return Parse(buffer);
    }

    /// <summary>A JSON value as a node; null for JSON's null.</summary>
    public static JsonNode? Node(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(element),
            JsonValueKind.Array => JsonArray.Create(element),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => JsonValue.Create(element),
        };

    private static JsonElement Parse(ArrayBufferWriter<byte> buffer)
    {
        Utf8JsonReader reader = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
