using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>The JSON Schema of a configuration, for editors.</summary>
public static class SimulationSchema
{
    private const string Resource = "simulation.schema.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as it is published in <c>docs/formats/simulation.schema.json</c>.</summary>
    public static string Text
    {
        get
        {
            using Stream stream = typeof(SimulationSchema).Assembly.GetManifestResourceStream(Resource)!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Makes the schema from the options records, with the second spellings that files may use.</summary>
    internal static string Generate()
    {
        JsonObject schema = JsonSchemaWriter.For<ExperimentSettings>();
        schema["title"] = "A Baton experiment";
        foreach ((string[] setting, string[] other) in SettingSpellings.Pairs)
        {
            JsonObject known = PropertiesOf(schema, setting.AsSpan(0, setting.Length - 1));
            JsonObject added = PropertiesOf(schema, other.AsSpan(0, other.Length - 1));
            added[other[^1]] = known[setting[^1]]!.DeepClone();
        }

        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject PropertiesOf(JsonObject schema, ReadOnlySpan<string> path)
    {
        JsonObject properties = schema["properties"]!.AsObject();
        if (path.Length == 0)
        {
            return properties;
        }

        // A section that only second spellings stand in.
        properties[path[0]] ??= new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(),
            ["additionalProperties"] = false,
        };
        return PropertiesOf(properties[path[0]]!.AsObject(), path[1..]);
    }
}
