using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Results;

/// <summary>Writes JSON with every string in it, property names included, passed through a redactor.</summary>
internal static class RedactedJson
{
    public static void Write(Utf8JsonWriter json, JsonElement element, Func<string, string> redact)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    json.WritePropertyName(redact(property.Name));
                    Write(json, property.Value, redact);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(json, item, redact);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(redact(element.GetString()!));
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    public static void Write(Utf8JsonWriter json, JsonNode? node, Func<string, string> redact)
    {
        switch (node)
        {
            case null:
                json.WriteNullValue();
                break;
            case JsonObject map:
                json.WriteStartObject();
                foreach ((string name, JsonNode? value) in map)
                {
                    json.WritePropertyName(redact(name));
                    Write(json, value, redact);
                }

                json.WriteEndObject();
                break;
            case JsonArray list:
                json.WriteStartArray();
                foreach (JsonNode? item in list)
                {
                    Write(json, item, redact);
                }

                json.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                json.WriteStringValue(redact(value.TryGetValue(out string? text) ? text : value.ToString()));
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }
}
