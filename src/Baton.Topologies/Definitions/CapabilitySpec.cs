using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Configuration;

namespace Baton.Topologies.Definitions;

/// <summary>
/// Something an agent can do: a capability that acts, with its settings, or a skill of your own by which coordinators give
/// work. Written as a word (<c>tool_use</c>) or as an object with one member (<c>memory: {half_life: 3d}</c>).
/// </summary>
/// <param name="Name">The word.</param>
[JsonConverter(typeof(CapabilitySpecConverter))]
public sealed record CapabilitySpec(string Name) : IConfigurationReadable<CapabilitySpec>
{
    /// <summary>The settings; <see langword="null"/> for those it has by default. A skill has none.</summary>
    public JsonObject? Settings { get; init; }

    static JsonObject IConfigurationReadable<CapabilitySpec>.Schema =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject
                {
                    ["type"] = "object",
                    ["minProperties"] = 1,
                    ["maxProperties"] = 1,
                    ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("object", "null") },
                }
            ),
        };

    /// <summary>A capability without settings.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor does the same")]
    public static implicit operator CapabilitySpec(string name) => new(name);

    static CapabilitySpec? IConfigurationReadable<CapabilitySpec>.Read(
        ConfigurationNode node,
        string key,
        ConfigurationErrors errors
    )
    {
        switch (node)
        {
            case ConfigurationScalar { Kind: ScalarKind.Text, Text.Length: > 0 } word:
                return new CapabilitySpec(word.Text);
            case ConfigurationMapping { Entries: [{ Value: ConfigurationMapping } only] }:
                return new CapabilitySpec(only.Key) { Settings = (JsonObject?)ConfigurationJson.ToJson(only.Value) };
            case ConfigurationMapping { Entries: [{ Value: ConfigurationScalar { Kind: ScalarKind.Null } } only] }:
                return new CapabilitySpec(only.Key);
            default:
                errors.Add(node.Place, key, "must be a word, or one word with its settings: `memory: {half_life: 3d}`");
                return null;
        }
    }
}

/// <summary>Reads and writes both forms of a capability.</summary>
internal sealed class CapabilitySpecConverter : JsonConverter<CapabilitySpec>
{
    public override CapabilitySpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) switch
        {
            JsonValue word when word.TryGetValue(out string? name) => new CapabilitySpec(name),
            JsonObject { Count: 1 } settings => Of(settings.First()),
            _ => throw new JsonException("A capability is a word, or an object with one member"),
        };

    public override void Write(Utf8JsonWriter writer, CapabilitySpec value, JsonSerializerOptions options)
    {
        if (value.Settings is null)
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(value.Name);
        value.Settings.WriteTo(writer, options);
        writer.WriteEndObject();
    }

    private static CapabilitySpec Of(KeyValuePair<string, JsonNode?> member) =>
        member.Value is null or JsonObject
            ? new CapabilitySpec(member.Key) { Settings = member.Value?.DeepClone().AsObject() }
            : throw new JsonException($"The settings of `{member.Key}` are no object");
}
