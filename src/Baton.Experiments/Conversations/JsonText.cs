using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Conversations;

/// <summary>Makes JSON values for observations.</summary>
internal static class JsonText
{
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>A text as a JSON value.</summary>
    public static JsonElement Element(string text)
    {
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer);
        try
        {
            writer.WriteStringValue(text);
            writer.Flush();
            return Parse(buffer);
        }
        finally
        {
            if (buffer.Capacity > LargestKept)
            {
                (_buffer, _writer) = (null, null);
            }
            else
            {
                buffer.ResetWrittenCount();
                writer.Reset();
            }
        }
    }

    /// <summary>An object whose properties the caller writes.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> properties) =>
        Value(writer =>
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        });

    /// <summary>A value that the caller writes.</summary>
    public static JsonElement Value(Action<Utf8JsonWriter> value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            value(writer);
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
