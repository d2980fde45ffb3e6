using Baton.Configuration;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Reads one topology: its pattern, its members, the parts of a compound.</summary>
/// <param name="agents">The agents there are.</param>
/// <param name="find">Finds a topology that a compound names.</param>
/// <param name="errors">Where to say what is wrong.</param>
internal sealed class TopologyParts(
    AgentReader agents,
    Func<ConfigurationScalar, string, Topology?> find,
    ConfigurationErrors errors
)
{
    /// <summary>Reads a topology.</summary>
    /// <param name="node">What was written.</param>
    /// <param name="key">Its path of keys.</param>
    /// <param name="fallbackName">Its name where none is written.</param>
    /// <returns>The topology; <see langword="null"/> when it is too wrong to look at it further.</returns>
    public Topology? Read(ConfigurationNode node, string key, string fallbackName)
    {
        if (TolerantBinding.Mapping(node, key, "type: pipeline", errors) is not { } mapping)
        {
            if (node is ConfigurationScalar { Kind: ScalarKind.Null })
            {
                errors.Add(node.Place, key, "has nothing; give it at least a `type`");
            }

            return null;
        }

        int before = errors.Items.Count;
        TopologySection? section = TolerantBinding.Bind<TopologySection>(mapping, key, errors);
        bool isCompound = section?.Type == TopologyType.Compound;
        Dictionary<string, TopologyMember> members = ReadMembers(mapping, isCompound, $"{key}.members");
        if (section is null || ReadConfig(section.Type, mapping, $"{key}.config") is not { } config)
        {
            return null;
        }

        Topology topology = new()
        {
            Name = section.Name ?? fallbackName,
            Description = section.Description,
            Version = section.Version,
            Config = config,
            Members = members,
        };
        if (!DefinitionName.IsValid(topology.Name))
        {
            errors.Add(
                mapping["name"]?.Value.Place ?? mapping.Place,
                $"{key}.name",
                DefinitionName.Wanted(topology.Name)
            );
        }

        CheckSlots(topology, mapping, $"{key}.members");
        if (!isCompound || errors.Items.Count == before)
        {
            CheckPattern(topology, mapping, key);
        }

        return topology;
    }

    private Dictionary<string, TopologyMember> ReadMembers(ConfigurationMapping topology, bool isCompound, string key)
    {
        Dictionary<string, TopologyMember> members = new(StringComparer.Ordinal);
        ConfigurationNode? node = topology["members"]?.Value;
        if (isCompound)
        {
            if (node is ConfigurationMapping { Entries.Count: > 0 })
            {
                errors.Add(
                    topology["members"]!.KeyPlace,
                    key,
                    "a compound has parts, not members; write them in the parts under `config.sub_topologies`"
                );
            }

            return members;
        }

        if (node is null or ConfigurationScalar { Kind: ScalarKind.Null })
        {
            foreach (string name in agents.OwnNames)
            {
                members[name] = new TopologyMember { Agent = name };
            }

            return members;
        }

        foreach (
            ConfigurationEntry entry in TolerantBinding.Mapping(node, key, "primary: writer", errors)?.Entries ?? []
        )
        {
            string path = $"{key}.{entry.Key}";
            if (!DefinitionName.IsValid(entry.Key))
            {
                errors.Add(entry.KeyPlace, path, DefinitionName.Wanted(entry.Key));
            }

            members[entry.Key] = ReadMember(entry, path);
        }

        return members;
    }

    private TopologyMember ReadMember(ConfigurationEntry entry, string key)
    {
        TopologyMember? member = entry.Value switch
        {
            ConfigurationMapping section => ReadMember(section, key),
            ConfigurationScalar { Kind: not ScalarKind.Null } name => new TopologyMember { Agent = name.Text },
            ConfigurationScalar => new TopologyMember(),
            _ => null,
        };
        if (member is null)
        {
            errors.Add(
                entry.Value.Place,
                key,
                "expected the name of an agent, or `agent:` with more settings below it"
            );
            return new TopologyMember { Agent = entry.Key };
        }

        (ConfigurationPlace place, string at) = entry.Value switch
        {
            ConfigurationMapping section when section["agent"] is { } named => (named.Value.Place, $"{key}.agent"),
            ConfigurationScalar { Kind: not ScalarKind.Null } => (entry.Value.Place, key),
            _ => (entry.KeyPlace, key),
        };
        string agent = member.Agent ?? entry.Key;
        agents.Need(agent, place, at);
        return member with { Agent = agent };
    }

    private TopologyMember ReadMember(ConfigurationMapping section, string key)
    {
        agents.CheckModel(section["config_overrides"]?.Value as ConfigurationMapping, $"{key}.config_overrides");
        return TolerantBinding.Bind<TopologyMember>(section, key, errors) ?? new TopologyMember();
    }

    private TopologyConfig? ReadConfig(TopologyType type, ConfigurationMapping topology, string key)
    {
        ConfigurationMapping config =
            TolerantBinding.Mapping(topology["config"]?.Value, key, "max_rounds: 2", errors)
            ?? new ConfigurationMapping(topology.Place, []);
        return type switch
        {
            TopologyType.Pipeline => TolerantBinding.Bind<PipelineConfig>(config, key, errors),
            TopologyType.Ensemble => TolerantBinding.Bind<EnsembleConfig>(config, key, errors),
            TopologyType.Debate => TolerantBinding.Bind<DebateConfig>(config, key, errors),
            TopologyType.Crosscheck => TolerantBinding.Bind<CrosscheckConfig>(config, key, errors),
            TopologyType.Delegation => TolerantBinding.Bind<DelegationConfig>(config, key, errors),
            TopologyType.Chain => TolerantBinding.Bind<ChainConfig>(config, key, errors),
            TopologyType.Compound => ReadCompound(config, key),
            _ => throw new InvalidOperationException($"`{type}` is no pattern"),
        };
    }

    private CompoundConfig? ReadCompound(ConfigurationMapping config, string key)
    {
        if (TolerantBinding.Bind<CompoundSection>(config, key, errors) is not { } section)
        {
            return null;
        }

        return new CompoundConfig
        {
            CompositionType = section.CompositionType,
            SubTopologies =
            [
                .. section
                    .SubTopologies.Select((part, index) => ReadPart(part, $"{key}.sub_topologies[{index}]"))
                    .OfType<CompoundPart>(),
            ],
        };
    }

    private CompoundPart? ReadPart(ConfigurationNode node, string key)
    {
        if (node is not ConfigurationMapping mapping)
        {
            errors.Add(node.Place, key, "expected a part, for example `{name: draft, topology: draft_pipeline}`");
            return null;
        }

        PartSection? part = TolerantBinding.Bind<PartSection>(mapping, key, errors);
        string inner = $"{key}.topology";
        Topology? topology = mapping["topology"]?.Value switch
        {
            null => null,
            ConfigurationScalar { Kind: not ScalarKind.Null } reference => find(reference, inner),
            { } written => Read(written, inner, part?.Name ?? $"part_{key[(key.LastIndexOf('[') + 1)..^1]}"),
        };
        if (part is null || topology is null)
        {
            return null;
        }

        string name = part.Name ?? topology.Name;
        if (!DefinitionName.IsValid(name))
        {
            errors.Add(mapping.PlaceOf("name"), $"{key}.name", DefinitionName.Wanted(name));
        }

        return new CompoundPart
        {
            Name = name,
            Topology = topology,
            InputMapping = part.InputMapping,
            OutputMapping = part.OutputMapping,
            When = part.When is { } when ? new PartCondition(when.Path, when.Value) : null,
        };
    }

    private void CheckSlots(Topology topology, ConfigurationMapping mapping, string key)
    {
        SlotNames slots = SlotNames.Of(topology.Config);
        ConfigurationMapping? written = mapping["members"]?.Value as ConfigurationMapping;
        foreach (ConfigurationEntry entry in written?.Entries ?? [])
        {
            if (slots.Misfit(entry.Key) is { } misfit)
            {
                errors.Add(entry.KeyPlace, $"{key}.{entry.Key}", misfit);
            }
        }
    }

    private void CheckPattern(Topology topology, ConfigurationMapping mapping, string key)
    {
        // Whoever is not there was named already.
        Dictionary<string, AgentType> everybody = TeamMembers
            .AgentsOf(topology)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(
                name => name,
                name => new AgentType { Name = name, Role = AgentRole.Specialist },
                StringComparer.Ordinal
            );
        List<Problem> found = [];
        TopologyPattern.Of(topology).Check(Team.Of(topology, everybody, part: "", found), new Problems("", found));
        foreach (Problem problem in found.Where(problem => problem.Part.Length == 0))
        {
            string at = problem.Key.Length == 0 ? key : $"{key}.{problem.Key}";
            errors.Add(mapping.PlaceOf(problem.Key), at, problem.Message);
        }
    }
}
