using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Cli.Agents;

/// <summary>Agents and topologies as JSON, as they are stored.</summary>
internal static class DefinitionJson
{
    /// <summary>An agent.</summary>
    public static JsonObject Of(AgentType agent) => Node(agent);

    /// <summary>A topology, with its type beside its settings.</summary>
    public static JsonObject Of(Topology topology)
    {
        JsonObject json = Node(topology);
        JsonObject ordered = [];
        foreach ((string name, JsonNode? value) in json)
        {
            if (name == "config")
            {
                ordered["type"] = AgentWords.Of(topology.Type);
                (value as JsonObject)?.Remove("type");
            }

            ordered[name] = value?.DeepClone();
        }

        return ordered;
    }

    private static JsonObject Node<T>(T value) =>
        JsonSerializer.SerializeToNode(value, TopologyJson.Options)!.AsObject();
}
