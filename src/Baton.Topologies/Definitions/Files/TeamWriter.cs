using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Writes a team as a file that reads back as the same team.</summary>
internal static class TeamWriter
{
    private static readonly JsonObject _agentDefaults = ToJson(new AgentType { Name = "", Role = default });
    private static readonly JsonObject _memberDefaults = ToJson(new TopologyMember());

    /// <summary>The file.</summary>
    public static string Write(TeamFile team)
    {
        JsonObject file = [];
        if (team.Agents.Count > 0)
        {
            file["agents"] = ByName(team.Agents.Select(agent => (agent.Name, Of(agent))));
        }

        IEnumerable<Topology> others = team.Topologies;
        if (team.HasMain)
        {
            file["topology"] = Of(team.Topologies[0], team, isNamed: false);
            others = others.Skip(1);
        }

        if (others.Any())
        {
            file["topologies"] = ByName(others.Select(topology => (topology.Name, Of(topology, team, isNamed: true))));
        }

        ConfigurationErrors errors = new();
        ConfigurationNode tree = ConfigurationText.Parse(
            "team",
            Encoding.UTF8.GetBytes(file.ToJsonString()),
            ConfigurationFormat.Json,
            errors
        )!;
        errors.ThrowIfAny();
        return ConfigurationWriter.ToYaml(tree, SecretRedactor.None);
    }

    private static JsonObject ByName(IEnumerable<(string Name, JsonObject Section)> sections)
    {
        JsonObject all = [];
        foreach ((string name, JsonObject section) in sections)
        {
            all[name] = section;
        }

        return all;
    }

    private static JsonObject Of(AgentType agent)
    {
        JsonObject written = ToJson(agent);
        JsonObject section = Differences(written, _agentDefaults);
        section.Remove("name");
        section["role"] = written["role"]!.DeepClone();
        if (section["config"] is JsonObject config)
        {
            section["config"] = Differences(config, _agentDefaults["config"]!.AsObject());
        }

        return section;
    }

    private static JsonObject Of(Topology topology, TeamFile team, bool isNamed)
    {
        JsonObject section = [];
        if (!isNamed)
        {
            section["name"] = topology.Name;
        }

        if (topology.Description.Length > 0)
        {
            section["description"] = topology.Description;
        }

        section["type"] = JsonSerializer.SerializeToNode(topology.Type, TopologyJson.Options);
        if (topology.Version != "1")
        {
            section["version"] = topology.Version;
        }

        JsonObject config = Of(topology.Config, team);
        if (config.Count > 0)
        {
            section["config"] = config;
        }

        // Without members, those who read the file would seat every agent of it.
        if (topology.Config is not CompoundConfig)
        {
            section["members"] = ByMember(topology.Members);
        }

        return section;
    }

    private static JsonObject Of(TopologyConfig config, TeamFile team)
    {
        TopologyConfig defaults = (TopologyConfig)Activator.CreateInstance(config.GetType())!;
        JsonObject section = Differences(ToJson(config), ToJson(defaults));
        section.Remove("type");
        if (config is CompoundConfig compound)
        {
            section["sub_topologies"] = new JsonArray([.. compound.SubTopologies.Select(part => Of(part, team))]);
        }

        return section;
    }

    private static JsonObject Of(CompoundPart part, TeamFile team)
    {
        JsonObject section = Differences(
            ToJson(part),
            ToJson(new CompoundPart { Name = "", Topology = part.Topology })
        );
        section["topology"] = team.Topologies.Any(topology => IsSame(topology, part.Topology))
            ? part.Topology.Name
            : Of(part.Topology, team, isNamed: false);
        return section;
    }

    private static bool IsSame(Topology one, Topology other) =>
        one.Name == other.Name && TopologyJson.Write(one) == TopologyJson.Write(other);

    private static JsonObject ByMember(IReadOnlyDictionary<string, TopologyMember> members)
    {
        JsonObject section = [];
        foreach ((string slot, TopologyMember member) in members)
        {
            JsonObject different = Differences(ToJson(member), _memberDefaults);
            section[slot] = different switch
            {
                { Count: 0 } => slot,
                { Count: 1 } when member.Agent is not null => member.Agent,
                _ => different,
            };
        }

        return section;
    }

    private static JsonObject ToJson<T>(T value) =>
        JsonSerializer.SerializeToNode(value, TopologyJson.Options)!.AsObject();

    private static JsonObject Differences(JsonObject value, JsonObject defaults)
    {
        JsonObject different = [];
        foreach ((string name, JsonNode? member) in value)
        {
            if (!JsonNode.DeepEquals(member, defaults[name]))
            {
                different[name] = member?.DeepClone();
            }
        }

        return different;
    }
}
