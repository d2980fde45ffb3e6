using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Inputs;

/// <summary>Reads JSON into nodes at once, so that they can be shared between threads; duplicate names are refused.</summary>
internal static class JsonNodeReader
{
    /// <summary>Reads the value at the reader's current token and leaves the reader at the value's last one.</summary>
    /// <exception cref="JsonException">It is no JSON, or an object gives a name twice.</exception>
    /// <exception cref="InvalidOperationException">A text holds what is no Unicode.</exception>
    public static JsonNode? Read(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader),
            JsonTokenType.String => JsonValue.Create(reader.GetString()),
            JsonTokenType.True => JsonValue.Create(true),
            JsonTokenType.False => JsonValue.Create(false),
            JsonTokenType.Number => reader.TryGetInt64(out long number)
                ? JsonValue.Create(number)
                : JsonNode.Parse(reader.ValueSpan),
            _ => null,
        };

    /// <summary>Reads an object; <see cref="Read"/> for one whose kind is known.</summary>
    /// <exception cref="JsonException">It is no JSON, or an object gives a name twice.</exception>
    /// <exception cref="InvalidOperationException">A text holds what is no Unicode.</exception>
    public static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        JsonObject read = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (!read.TryAdd(name, Read(ref reader)))
            {
                throw new JsonException($"`{name}` is given twice");
            }
        }

        return read;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        JsonArray read = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            read.Add(Read(ref reader));
        }

        return read;
    }
}
