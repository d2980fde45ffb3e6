using System.Text.Json.Serialization;
using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>A team: agents, and the topologies in which they work together.</summary>
internal sealed record TeamSection
{
    /// <summary>The agents, by name: 1 to 64 of `a` to `z`, digits, `_` and `-`.</summary>
    public ConfigurationNode? Agents { get; init; }

    /// <summary>The topology that is run when none is named.</summary>
    public ConfigurationNode? Topology { get; init; }

    /// <summary>Topologies by name: to be run by name, or as parts of compounds.</summary>
    public ConfigurationNode? Topologies { get; init; }
}

/// <summary>An agent; its name is the key it stands under.</summary>
internal sealed record AgentSection
{
    /// <inheritdoc cref="AgentType.Description"/>
    public string Description { get; init; } = "";

    /// <summary>What it is there for.</summary>
    public required AgentRole Role { get; init; }

    /// <summary>Which edition of the description this is. Default `1`.</summary>
    public string Version { get; init; } = "1";

    /// <summary>How it works: a model with instructions, or any target. Default: the default model.</summary>
    public AgentConfig Config { get; init; } = new();
}

/// <summary>Slots for agents and the pattern in which they work together.</summary>
internal sealed record TopologySection
{
    /// <summary>Its name: 1 to 64 of `a` to `z`, digits, `_` and `-`. Default: the key it stands under.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The pattern.</summary>
    public required TopologyType Type { get; init; }

    /// <summary>Which edition of the description this is. Default `1`.</summary>
    public string Version { get; init; } = "1";

    /// <summary>The settings of the pattern. Default: its defaults.</summary>
    public ConfigurationNode? Config { get; init; }

    /// <summary>Who fills the slots, by slot: an agent's name, or a section. Default: each agent of the file the slot of its name.</summary>
    public ConfigurationNode? Members { get; init; }
}

/// <summary>A topology whose parts are topologies.</summary>
internal sealed record CompoundSection
{
    /// <summary>The parts, in order; at least one.</summary>
    public IReadOnlyList<ConfigurationNode> SubTopologies { get; init; } = [];

    /// <summary>How they follow one another. Default `sequential`.</summary>
    public CompositionType CompositionType { get; init; } = CompositionType.Sequential;
}

/// <summary>A part of a compound.</summary>
internal sealed record PartSection
{
    /// <summary>The part's name, in paths and in `route_to`. Default: the topology's name.</summary>
    public string? Name { get; init; }

    /// <summary>The topology: the name of another one, or a section.</summary>
    public required ConfigurationNode Topology { get; init; }

    /// <summary>What the part gets: a key and the path to its value in what came before. Default: all of it.</summary>
    public IReadOnlyDictionary<string, string> InputMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>What goes on from the part: a key and the path to its value in what the part made. Default: all of it.</summary>
    public IReadOnlyDictionary<string, string> OutputMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>For `conditional`: when the part is chosen. Default: always.</summary>
    public ConditionSection? When { get; init; }
}

/// <summary>A condition on the input of a compound.</summary>
internal sealed record ConditionSection
{
    /// <summary>The path to the value that is looked at: member names separated by dots.</summary>
    public required string Path { get; init; }

    /// <summary>The text the value must be.</summary>
    [JsonPropertyName("equals")]
    public required string Value { get; init; }
}
