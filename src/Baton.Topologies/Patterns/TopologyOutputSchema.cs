using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Patterns;

/// <summary>The JSON Schema of what a topology comes to: <see cref="TopologyRunResult.Output"/>.</summary>
public static class TopologyOutputSchema
{
    private static readonly JsonSerializerOptions _indented = new(TopologyJson.Options) { WriteIndented = true };

    /// <summary>The schema of a type's output, as it is published in <c>docs/formats/topology-output</c>.</summary>
    public static JsonObject Of(TopologyType type)
    {
        JsonObject schema = JsonSerializer
            .SerializeToNode(AIJsonUtilities.CreateJsonSchema(OutputOf(type), serializerOptions: TopologyJson.Options))!
            .AsObject();
        Settle(schema);
        schema.Remove("$schema");
        JsonObject whole = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"The output of {(type == TopologyType.Ensemble ? "an" : "a")} {Word(type)}",
        };
        foreach ((string name, JsonNode? value) in schema)
        {
            whole[name] = value?.DeepClone();
        }

        return whole;
    }

    /// <summary>The schema as a text.</summary>
    internal static string Text(TopologyType type) => Of(type).ToJsonString(_indented) + "\n";

    /// <summary>The word of a type.</summary>
    internal static string Word(TopologyType type) => type.ToString().ToLowerInvariant();

    private static Type OutputOf(TopologyType type) =>
        type switch
        {
            TopologyType.Pipeline => typeof(PipelineOutput),
            TopologyType.Ensemble => typeof(EnsembleOutput),
            TopologyType.Debate => typeof(DebateOutput),
            TopologyType.Crosscheck => typeof(CrosscheckOutput),
            TopologyType.Delegation => typeof(DelegationOutput),
            TopologyType.Chain => typeof(ChainOutput),
            TopologyType.Compound => typeof(CompoundOutput),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
        };

    // What is null is not written: such a member may be absent, and is never null.
    private static void Settle(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonObject members:
                if (members["properties"] is JsonObject properties)
                {
                    JsonArray required = [];
                    foreach ((string name, JsonNode? property) in properties)
                    {
                        if (property is not JsonObject form || !MayBeNull(form))
                        {
                            required.Add(name);
                        }
                    }

                    members["required"] = required;
                    members["additionalProperties"] = false;
                }

                foreach ((_, JsonNode? member) in members.ToArray())
                {
                    Settle(member);
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Settle(item);
                }

                break;
            default:
                break;
        }
    }

    private static bool MayBeNull(JsonObject form)
    {
        if (form["type"] is not JsonArray types || !types.Any(type => type?.ToString() == "null"))
        {
            return false;
        }

        form["type"] = types.First(type => type?.ToString() != "null")!.ToString();
        return true;
    }
}
