using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Baton.Configuration;

namespace Baton.Experiments.Results;

/// <summary>
/// Writes JSON that people, agents or models gave: every text in it, property names included, passes the redactor. Texts in
/// UTF-8 go from the bytes they came in to the bytes they are written to. Not thread-safe.
/// </summary>
/// <param name="json">Gets it.</param>
/// <param name="redactor">Takes secrets out of texts; <see langword="null"/> when there are none.</param>
internal sealed class RedactedJson(Utf8JsonWriter json, SecretRedactor? redactor)
{
    // Within JSON these bytes stand for themselves, and a line of them is one line.
    private static readonly SearchValues<byte> _plain = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (byte)character).Where(plain => plain != '\\'),
    ]);

    private const int LargestKept = 1024 * 1024;

    private ArrayBufferWriter<byte>? _masked;

    /// <summary>What everything goes to, for values without texts.</summary>
    public Utf8JsonWriter Json => json;

    /// <summary>Writes a text.</summary>
    public void Text(string? text) =>
        json.WriteStringValue(text is null || redactor is null ? text : redactor.Redact(text));

    /// <summary>Writes a text in UTF-8; bytes that are none become U+FFFD.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            json.WriteStringValue(Masked(utf8));
        }
        else
        {
            Text(Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Writes a property's name.</summary>
    public void Name(string name) => json.WritePropertyName(redactor is null ? name : redactor.Redact(name));

    /// <summary>Writes a property's name in UTF-8; bytes that are none become U+FFFD.</summary>
    public void Name(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            json.WritePropertyName(Masked(utf8));
        }
        else
        {
            Name(Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Writes a value.</summary>
    public void Value(JsonElement element)
    {
        if (redactor is null)
        {
            element.WriteTo(json);
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Name(property.Name);
                    Value(property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Value(item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                Text(element.GetString());
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    /// <summary>Writes a value.</summary>
    public void Value(JsonNode? node)
    {
        switch (node)
        {
            case null:
                json.WriteNullValue();
                break;
            case var any when redactor is null:
                any.WriteTo(json);
                break;
            case JsonObject map:
                json.WriteStartObject();
                foreach ((string name, JsonNode? value) in map)
                {
                    Name(name);
                    Value(value);
                }

                json.WriteEndObject();
                break;
            case JsonArray list:
                json.WriteStartArray();
                foreach (JsonNode? item in list)
                {
                    Value(item);
                }

                json.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(value.TryGetValue(out string? text) ? text : value.ToString());
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }

    /// <summary>Writes an object or a list that is given as its JSON, in UTF-8. <see cref="JsonAsText.IsWhole"/> says whether it is.</summary>
    public void Value(ReadOnlySpan<byte> whole)
    {
        if (!whole.ContainsAnyExcept(_plain) && redactor?.Finds(whole) != true)
        {
            json.WriteRawValue(whole, skipInputValidation: true);
            return;
        }

        Utf8JsonReader reader = new(whole);
        while (reader.Read())
        {
            Token(ref reader);
        }
    }

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                json.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                json.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                json.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                json.WriteEndArray();
                break;
            case JsonTokenType.PropertyName when reader.ValueIsEscaped:
                Name(reader.GetString()!);
                break;
            case JsonTokenType.PropertyName:
                Name(reader.ValueSpan);
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                Text(reader.GetString());
                break;
            case JsonTokenType.String:
                Text(reader.ValueSpan);
                break;
            default:
                json.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    private ReadOnlySpan<byte> Masked(ReadOnlySpan<byte> utf8)
    {
        if (redactor is null)
        {
            return utf8;
        }

        if (_masked is { Capacity: > LargestKept })
        {
            _masked = null;
        }

        _masked?.ResetWrittenCount();
        return redactor.TryRedact(utf8, _masked ??= new ArrayBufferWriter<byte>()) ? _masked.WrittenSpan : utf8;
    }
}
