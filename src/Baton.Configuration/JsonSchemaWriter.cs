using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Configuration.Binding;
using Baton.Configuration.Schema;

namespace Baton.Configuration;

/// <summary>Describes options records as JSON Schema 2020-12, for editors: the same types, words and bounds the binder knows.</summary>
public static class JsonSchemaWriter
{
    /// <summary>Describes a record.</summary>
    /// <typeparam name="T">The options record.</typeparam>
    /// <returns>A schema whose descriptions are the record's documentation, where its file lies beside the assembly.</returns>
    public static JsonObject For<T>()
        where T : class
    {
        JsonObject schema = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach ((string name, JsonNode? value) in Section(SettingsShape.Of(typeof(T))).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        return schema;
    }

    private static JsonObject Section(SettingsShape shape)
    {
        JsonObject properties = [];
        JsonArray required = [];
        object defaults = shape.NewSection();
        foreach (Setting setting in shape.Settings)
        {
            JsonObject property = Of(setting.Type, setting.Range);
            if (XmlSummaries.Of(setting.Property) is { } summary)
            {
                property["description"] = summary;
            }

            if (!setting.IsRequired && Default(setting.Property.GetValue(defaults)) is { } value)
            {
                property["default"] = value;
            }

            if (setting.IsRequired)
            {
                required.Add(setting.Key);
            }

            properties[setting.Key] = property;
        }

        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static JsonObject Of(SettingType type, RangeAttribute? range) =>
        type.Kind switch
        {
            SettingKind.Boolean => new JsonObject { ["type"] = "boolean" },
            SettingKind.WholeNumber => Bounded("integer", range),
            SettingKind.Number => Bounded("number", range),
            SettingKind.Duration => new JsonObject
            {
                ["type"] = new JsonArray("string", "number"),
                ["examples"] = new JsonArray("200ms", "60s", "2m", "1h", 30),
            },
            SettingKind.Word => new JsonObject
            {
                ["enum"] = new JsonArray([
                    .. SettingWords.Of(type.ClrType).Words.Select(word => JsonValue.Create(word)),
                ]),
            },
            SettingKind.List => new JsonObject { ["type"] = "array", ["items"] = Of(type.Element!, range: null) },
            SettingKind.Dictionary => new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = Of(type.Element!, range: null),
            },
            SettingKind.Section => Section(type.Shape),
            SettingKind.SelfReading => SelfReading.Schema(type.ClrType),
            SettingKind.Parsed => new JsonObject { ["type"] = new JsonArray("string", "number") },
            SettingKind.Text => new JsonObject { ["type"] = "string" },
            SettingKind.Json when type.ClrType == typeof(JsonObject) => new JsonObject { ["type"] = "object" },
            SettingKind.Json when type.ClrType == typeof(JsonArray) => new JsonObject { ["type"] = "array" },
            _ => [],
        };

    private static JsonObject Bounded(string type, RangeAttribute? range)
    {
        JsonObject schema = new() { ["type"] = type };
        if (range is not null)
        {
            schema["minimum"] = Bound(range.Minimum);
            if (double.IsFinite(range.Maximum))
            {
                schema["maximum"] = Bound(range.Maximum);
            }
        }

        return schema;
    }

    private static JsonNode Bound(double value) =>
        value == Math.Truncate(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);

    private static JsonNode? Default(object? value) =>
        value switch
        {
            bool truth => JsonValue.Create(truth),
            string { Length: > 0 } text => JsonValue.Create(text),
            TimeSpan duration => JsonValue.Create(Duration.Format(duration)),
            Enum word => JsonValue.Create(SettingWords.Of(word.GetType()).WordOf(word)),
            double or float or decimal => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            not null when WholeNumbers.Knows(value.GetType()) => JsonValue.Create(
                Convert.ToInt64(value, CultureInfo.InvariantCulture)
            ),
            _ => null,
        };
}
