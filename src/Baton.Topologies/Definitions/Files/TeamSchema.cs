using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>The JSON Schema of team files, for editors.</summary>
public static class TeamSchema
{
    private const string Resource = "team.schema.json";
    private const string Definitions = "$defs";

    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as it is published in <c>docs/formats/team.schema.json</c>.</summary>
    public static string Text
    {
        get
        {
            using Stream stream = typeof(TeamSchema).Assembly.GetManifestResourceStream(Resource)!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Makes the schema from the records that files are read into.</summary>
    internal static string Generate()
    {
        JsonObject root = JsonSchemaWriter.For<TeamSection>();
        root["title"] = "A team of agents";
        Set(root, "agents", ByName(Reference("agent")));
        Set(root, "topology", Reference("topology"));
        Set(root, "topologies", ByName(Reference("topology")));
        root[Definitions] = new JsonObject
        {
            ["agent"] = Of<AgentSection>(),
            ["topology"] = OfTopology(),
            ["member"] = OneOf(Word("An agent's name."), Of<TopologyMember>()),
            ["part"] = OfPart(),
            ["pipeline"] = Of<PipelineConfig>(),
            ["ensemble"] = Of<EnsembleConfig>(),
            ["debate"] = Of<DebateConfig>(),
            ["crosscheck"] = Of<CrosscheckConfig>(),
            ["delegation"] = Of<DelegationConfig>(),
            ["chain"] = Of<ChainConfig>(),
            ["compound"] = OfCompound(),
        };
        RemoveVariables(root);
        return root.ToJsonString(_indented) + "\n";
    }

    private static JsonObject OfTopology()
    {
        JsonObject schema = Of<TopologySection>();
        Set(schema, "members", ByName(Reference("member")));
        Set(schema, "config", new JsonObject { ["type"] = "object" });
        schema["allOf"] = new JsonArray([
            .. Enum.GetValues<TopologyType>()
                .Select(type =>
                    JsonSerializer.SerializeToNode(type, Execution.TopologyJson.Options)!.GetValue<string>()
                )
                .Select(type => new JsonObject
                {
                    ["if"] = Config(type: new JsonObject { ["const"] = type }, config: null),
                    ["then"] = Config(type: null, config: Reference(type)),
                }),
        ]);
        return schema;
    }

    private static JsonObject OfCompound()
    {
        JsonObject schema = Of<CompoundSection>();
        Set(schema, "sub_topologies", new JsonObject { ["type"] = "array", ["items"] = Reference("part") });
        return schema;
    }

    private static JsonObject OfPart()
    {
        JsonObject schema = Of<PartSection>();
        Set(schema, "topology", OneOf(Word("A topology's name."), Reference("topology")));
        return schema;
    }

    private static JsonObject Config(JsonObject? type, JsonObject? config) =>
        new()
        {
            ["properties"] = type is null ? new JsonObject { ["config"] = config } : new JsonObject { ["type"] = type },
        };

    private static JsonObject Of<T>()
        where T : class
    {
        JsonObject schema = JsonSchemaWriter.For<T>();
        schema.Remove("$schema");
        return schema;
    }

    // Team files hold no `${NAME}` outside of targets, whose sections are free here.
    private static void RemoveVariables(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                RemoveVariables(item);
            }
        }
        else if (node is JsonObject schema)
        {
            if (schema.Remove("pattern") && schema["type"] is JsonArray types)
            {
                types.Remove(types.Single(type => type!.GetValue<string>() == "string"));
            }

            if (schema["anyOf"] is JsonArray choices && choices.FirstOrDefault(HasPattern) is { } variable)
            {
                choices.Remove(variable);
            }

            foreach ((_, JsonNode? value) in schema)
            {
                RemoveVariables(value);
            }
        }
    }

    private static bool HasPattern(JsonNode? schema) => schema is JsonObject choice && choice.ContainsKey("pattern");

    private static void Set(JsonObject section, string setting, JsonObject schema)
    {
        JsonObject properties = section["properties"]!.AsObject();
        if (properties[setting]?["description"]?.DeepClone() is { } description)
        {
            schema.Insert(0, "description", description);
        }

        properties[setting] = schema;
    }

    private static JsonObject ByName(JsonObject section) =>
        new() { ["type"] = "object", ["additionalProperties"] = section };

    private static JsonObject OneOf(JsonObject word, JsonObject section) =>
        new() { ["anyOf"] = new JsonArray(word, section) };

    private static JsonObject Word(string description) => new() { ["description"] = description, ["type"] = "string" };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/{Definitions}/{name}" };
}
