using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Configuration;

namespace Baton.Topologies.Definitions;

/// <summary>What an agent's answers are: text, JSON, or JSON of a schema. Written as <c>text</c>, <c>json</c> or the schema.</summary>
/// <remarks>
/// An answer that is something else is a failed attempt. Where a pattern needs a form of its own (a verdict, a plan), that
/// form holds instead.
/// </remarks>
[JsonConverter(typeof(OutputFormatConverter))]
public sealed record OutputFormat : IConfigurationReadable<OutputFormat>
{
    private const string TextWord = "text";
    private const string JsonWord = "json";

    private OutputFormat(JsonObject? schema) => Schema = schema;

    /// <summary>Any text.</summary>
    public static OutputFormat Text { get; } = new(schema: null);

    /// <summary>Any JSON object.</summary>
    public static OutputFormat Json { get; } = new(new JsonObject { ["type"] = "object" });

    /// <summary>The JSON Schema of answers; <see langword="null"/> for text. Not to be changed.</summary>
    public JsonObject? Schema { get; }

    static JsonObject IConfigurationReadable<OutputFormat>.Schema =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray(TextWord, JsonWord) },
                new JsonObject { ["type"] = "object" }
            ),
        };

    /// <summary>JSON of a schema.</summary>
    public static OutputFormat Of(JsonObject schema) => new(schema);

    static OutputFormat? IConfigurationReadable<OutputFormat>.Read(
        ConfigurationNode node,
        string key,
        ConfigurationErrors errors
    )
    {
        OutputFormat? format = node switch
        {
            ConfigurationScalar word => OfWord(word.Text),
            ConfigurationMapping schema => Of((JsonObject)ConfigurationJson.ToJson(schema)!),
            _ => null,
        };
        if (format is null)
        {
            errors.Add(node.Place, key, "must be `text`, `json` or a JSON Schema");
        }

        return format;
    }

    /// <summary>The format of a word, or <see langword="null"/>.</summary>
    internal static OutputFormat? OfWord(string word) =>
        word switch
        {
            TextWord => Text,
            JsonWord => Json,
            _ => null,
        };

    /// <summary>As it is written.</summary>
    internal JsonNode ToJson() =>
        Schema is null ? TextWord
        : ReferenceEquals(this, Json) ? JsonWord
        : Schema.DeepClone();
}

/// <summary>Reads and writes the three forms.</summary>
internal sealed class OutputFormatConverter : JsonConverter<OutputFormat>
{
    public override OutputFormat Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) switch
        {
            JsonValue word when word.TryGetValue(out string? text) && OutputFormat.OfWord(text) is { } format => format,
            JsonObject schema => OutputFormat.Of(schema),
            _ => throw new JsonException("An output format is `text`, `json` or a JSON Schema"),
        };

    public override void Write(Utf8JsonWriter writer, OutputFormat value, JsonSerializerOptions options) =>
        value.ToJson().WriteTo(writer, options);
}
