using Baton.Agents.Providers;
using Baton.Configuration;
using Baton.Topologies.Capabilities;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Reads the agents of a team.</summary>
internal sealed class AgentReader(TeamReading reading, ConfigurationErrors errors)
{
    private readonly Dictionary<string, AgentType?> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentType> _known = reading.Agents.ToDictionary(
        agent => agent.Name,
        StringComparer.Ordinal
    );

    /// <summary>The agents that were read, in their order.</summary>
    public IReadOnlyList<AgentType> Described => [.. _own.Values.OfType<AgentType>()];

    /// <summary>The names of the file's own agents, of those that are wrong as well.</summary>
    public IEnumerable<string> OwnNames => _own.Keys;

    /// <summary>Reads all agents.</summary>
    public void Read(ConfigurationNode? node, string key)
    {
        const string example = "writer: {role: executor}";
        foreach (ConfigurationEntry entry in TolerantBinding.Mapping(node, key, example, errors)?.Entries ?? [])
        {
            _own[entry.Key] = ReadAgent(entry, $"{key}.{entry.Key}");
        }
    }

    /// <summary>Says when there is no agent of a name.</summary>
    public void Need(string name, ConfigurationPlace place, string key)
    {
        if (!_own.ContainsKey(name) && !_known.ContainsKey(name))
        {
            string[] names = [.. _own.Keys.Concat(_known.Keys)];
            errors.Add(place, key, $"there is no agent `{name}`{Suggestion.Hint(name, names)}");
        }
    }

    /// <summary>Says what is wrong with the name of a model.</summary>
    public void CheckModel(ConfigurationMapping? section, string key)
    {
        if (section?["model"] is not { Value: ConfigurationScalar model } entry)
        {
            return;
        }

        if (!ModelName.TryParse(model.Text, out ModelName name))
        {
            errors.Add(
                entry.Value.Place,
                $"{key}.model",
                $"`{model.Written}` must be written `provider:model`, for example `openai:gpt-4o-mini`"
            );
        }
        else if (!ModelClientFactory.Providers.Contains(name.Provider, StringComparer.Ordinal))
        {
            errors.Add(
                entry.Value.Place,
                $"{key}.model",
                $"`{name.Provider}` is no provider; use one of {string.Join(", ", ModelClientFactory.Providers)}"
            );
        }
    }

    /// <summary>Agents described elsewhere that topologies name.</summary>
    public IReadOnlyList<AgentType> Borrowed(IEnumerable<Topology> topologies) =>
        [
            .. topologies
                .SelectMany(TeamMembers.AgentsOf)
                .Distinct(StringComparer.Ordinal)
                .Where(name => !_own.ContainsKey(name) && _known.ContainsKey(name))
                .Select(name => _known[name]),
        ];

    private AgentType? ReadAgent(ConfigurationEntry entry, string key)
    {
        if (!DefinitionName.IsValid(entry.Key))
        {
            errors.Add(entry.KeyPlace, key, DefinitionName.Wanted(entry.Key));
        }

        if (TolerantBinding.Mapping(entry.Value, key, "role: executor", errors) is not { } mapping)
        {
            if (entry.Value is ConfigurationScalar { Kind: ScalarKind.Null })
            {
                errors.Add(entry.KeyPlace, key, "has nothing; give it at least a `role`");
            }

            return null;
        }

        AgentSection? section = ConfigurationBinder.Bind<AgentSection>(mapping, key, errors);
        CheckConfig(mapping["config"]?.Value as ConfigurationMapping, $"{key}.config");
        if (section is null)
        {
            return null;
        }

        AgentType agent = new()
        {
            Name = entry.Key,
            Description = section.Description,
            Role = section.Role,
            Version = section.Version,
            Config = section.Config,
        };
        CapabilityCheck check = new(reading.Capabilities, tools: null, canAsk: true);
        foreach (string problem in check.Problems(agent))
        {
            errors.Add(mapping.PlaceOf("config.capabilities"), $"{key}.config", problem);
        }

        return agent;
    }

    private void CheckConfig(ConfigurationMapping? config, string key)
    {
        CheckModel(config, key);
        if (config?["target"] is { Value: ConfigurationMapping target })
        {
            reading.CheckTarget?.Invoke(target, $"{key}.target", errors);
        }
    }
}
