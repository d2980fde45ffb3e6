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
    public static JsonElement Element(string text) =>
        Value(text, static (writer, text) => writer.WriteStringValue(text));

    /// <summary>An object whose properties the caller writes.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> properties) =>
        Value(
            properties,
            static (writer, properties) =>
            {
                writer.WriteStartObject();
                properties(writer);
                writer.WriteEndObject();
            }
        );

    /// <summary>A value that the caller writes.</summary>
    /// <param name="state">What it is written from.</param>
    /// <param name="write">Writes it; must not make another one meanwhile.</param>
    public static JsonElement Value<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer);
        try
        {
            write(writer, state);
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
