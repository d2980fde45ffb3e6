using System.Text.Json.Nodes;
using Baton.Configuration.Binding;

namespace Baton.Configuration.Schema;

/// <summary>Makes the schema of one root section.</summary>
internal sealed class SettingsSchema
{
    private const string Variable = @"^\$\{.*\}$";
    private readonly Queue<Type> _shared = new();
    private readonly HashSet<Type> _known = [];
    private readonly HashSet<Type> _repeated;

    private SettingsSchema(HashSet<Type> repeated) => _repeated = repeated;

    /// <summary>The schema; sections that stand in several places are written once.</summary>
    public static JsonObject Of(Type root)
    {
        Dictionary<Type, int> uses = [];
        Count(root, uses);
        return new SettingsSchema([.. uses.Where(use => use.Value > 1).Select(use => use.Key)]).OfRoot(root);
    }

    private static void Count(Type section, Dictionary<Type, int> uses)
    {
        uses[section] = uses.GetValueOrDefault(section) + 1;
        if (uses[section] > 1)
        {
            return;
        }

        foreach (Setting setting in SettingsShape.Of(section).Settings)
        {
            SettingType? type = setting.Type;
            while (type?.Kind is SettingKind.List or SettingKind.Dictionary)
            {
                type = type.Element;
            }

            if (type?.Kind == SettingKind.Section)
            {
                Count(type.ClrType, uses);
            }
        }
    }

    private JsonObject OfRoot(Type type)
    {
        JsonObject body = OfSection(type);
        JsonObject root = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach ((string name, JsonNode? value) in body)
        {
            root[name] = value?.DeepClone();
        }

        JsonObject definitions = [];
        while (_shared.TryDequeue(out Type? shared))
        {
            definitions[shared.Name] = OfSection(shared);
        }

        if (definitions.Count > 0)
        {
            root["$defs"] = definitions;
        }

        return root;
    }

    private JsonObject OfSection(Type type)
    {
        SettingsShape shape = SettingsShape.Of(type);
        object defaults = shape.NewSection();
        JsonObject properties = [];
        JsonArray required = [];
        foreach (Setting setting in shape.Settings)
        {
            properties[setting.Key] = OfSetting(setting, defaults);
            if (setting.IsRequired)
            {
                required.Add(setting.Key);
            }
        }

        JsonObject schema = new() { ["type"] = "object" };
        if (XmlDocumentation.SummaryOf(type) is { } description)
        {
            schema["description"] = description;
        }

        schema["properties"] = properties;
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject OfSetting(Setting setting, object defaults)
    {
        JsonObject schema = Of(setting.Type);
        if (XmlDocumentation.SummaryOf(setting.Property) is { } description)
        {
            schema.Remove("description");
            schema.Insert(0, "description", description);
        }

        if (
            setting.Range is { } range
            && setting.Type.Kind is SettingKind.WholeNumber or SettingKind.Number or SettingKind.Duration
        )
        {
            schema["minimum"] = Number(range.Minimum);
            if (!double.IsPositiveInfinity(range.Maximum))
            {
                schema["maximum"] = Number(range.Maximum);
            }
        }

        bool mayBeNothing =
            !setting.IsRequired
            && (
                setting.Type.AcceptsNull
                || setting.Type.Kind is SettingKind.List or SettingKind.Dictionary or SettingKind.Section
            );
        if (mayBeNothing)
        {
            AllowNull(schema);
        }

        if (!setting.IsRequired && DefaultValue.Of(setting.Type, setting.Property.GetValue(defaults)) is { } value)
        {
            schema["default"] = value;
        }

        return schema;
    }

    private JsonObject Of(SettingType type) =>
        type.Kind switch
        {
            SettingKind.Text or SettingKind.Parsed => Typed("string", "number", "boolean"),
            SettingKind.Boolean => OrVariable("boolean"),
            SettingKind.WholeNumber => OrVariable("integer"),
            SettingKind.Number => OrVariable("number"),
            SettingKind.Duration => Typed("number", "string"),
            SettingKind.Word => OfWords(SettingWords.Of(type.ClrType)),
            SettingKind.List => new JsonObject { ["type"] = "array", ["items"] = OfElement(type.Element!) },
            SettingKind.Dictionary => new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = OfElement(type.Element!),
            },
            SettingKind.Section => OfNested(type.ClrType),
            SettingKind.Json when type.ClrType == typeof(JsonObject) => Typed("object"),
            SettingKind.Json when type.ClrType == typeof(JsonArray) => Typed("array"),
            SettingKind.SelfReading => WithoutDialect(SelfReading.Schema(type.ClrType)),
            _ => [],
        };

    private JsonObject OfElement(SettingType element)
    {
        JsonObject schema = Of(element);
        if (element.AcceptsNull)
        {
            AllowNull(schema);
        }

        return schema;
    }

    private JsonObject OfNested(Type type)
    {
        if (!_repeated.Contains(type))
        {
            return OfSection(type);
        }

        if (_known.Add(type))
        {
            _shared.Enqueue(type);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
    }

    private static JsonObject OfWords(SettingWords words) =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. words.Words.Select(word => JsonValue.Create(word))]) },
                new JsonObject { ["type"] = "string", ["pattern"] = Variable }
            ),
        };

    private static JsonObject OrVariable(string type)
    {
        JsonObject schema = Typed(type, "string");
        schema["pattern"] = Variable;
        return schema;
    }

    private static JsonObject Typed(params string[] types) =>
        new()
        {
            ["type"] = types is [string only] ? only : new JsonArray([.. types.Select(type => JsonValue.Create(type))]),
        };

    private static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            types.Add("null");
        }
        else if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), JsonValue.Create("null"));
        }
        else if (schema["anyOf"] is JsonArray choices)
        {
            choices.Add(new JsonObject { ["type"] = "null" });
        }
    }

    private static JsonNode Number(double bound) =>
        double.IsInteger(bound) && Math.Abs(bound) < long.MaxValue
            ? JsonValue.Create((long)bound)
            : JsonValue.Create(bound);

    private static JsonObject WithoutDialect(JsonObject schema)
    {
        Remove(schema);
        return schema;

        static void Remove(JsonNode? node)
        {
            if (node is JsonObject inner)
            {
                inner.Remove("$schema");
                foreach ((_, JsonNode? value) in inner)
                {
                    Remove(value);
                }
            }
            else if (node is JsonArray items)
            {
                foreach (JsonNode? item in items)
                {
                    Remove(item);
                }
            }
        }
    }
}
