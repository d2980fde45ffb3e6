using System.Text.Json.Serialization;
using Baton.Configuration;

namespace Baton.Topologies.Definitions;

/// <summary>Slots for agents and the pattern in which they work together. Immutable; knows nothing of where it runs.</summary>
public sealed record Topology
{
    /// <summary>Its name: 1 to 64 of <c>a</c> to <c>z</c>, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Which edition of the description this is. Default <c>1</c>.</summary>
    public string Version { get; init; } = "1";

    /// <summary>The pattern and its settings.</summary>
    public required TopologyConfig Config { get; init; }

    /// <summary>
    /// Who fills the slots, by slot, and how. Slots that stand here alone are filled by the agents given to a runner under
    /// the slot's name. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, TopologyMember> Members { get; init; } =
        new Dictionary<string, TopologyMember>();

    /// <summary>The pattern.</summary>
    [JsonIgnore]
    public TopologyType Type => Config.Type;
}

/// <summary>An agent's place in a topology.</summary>
public sealed record TopologyMember
{
    /// <summary>The name of the agent in it. Default: the one given under the slot's name.</summary>
    public string? Agent { get; init; }

    /// <summary>Where it stands in the order of slots. Default: where it was written.</summary>
    public int? Position { get; init; }

    /// <summary>How much its answer counts. Default 1; more than zero.</summary>
    [Range(0.000001)]
    public double Weight { get; init; } = 1;

    /// <summary>What is different here from the agent's own settings. Default: nothing.</summary>
    public ConfigOverrides? ConfigOverrides { get; init; }
}

/// <summary>Settings of an agent that hold in one slot only; what is absent stays as it is.</summary>
public sealed record ConfigOverrides
{
    /// <inheritdoc cref="AgentConfig.Model"/>
    public string? Model { get; init; }

    /// <inheritdoc cref="AgentConfig.Temperature"/>
    [Range(0, 2)]
    public double? Temperature { get; init; }

    /// <inheritdoc cref="AgentConfig.MaxTokens"/>
    [Range(1)]
    public int? MaxTokens { get; init; }

    /// <inheritdoc cref="AgentConfig.SystemPrompt"/>
    public string? SystemPrompt { get; init; }

    /// <inheritdoc cref="AgentConfig.MaxRetries"/>
    [Range(0)]
    public int? MaxRetries { get; init; }

    /// <inheritdoc cref="AgentConfig.Timeout"/>
    [Range(0.001)]
    [JsonPropertyName("timeout_seconds")]
    [JsonConverter(typeof(SecondsJson))]
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc cref="AgentConfig.MaxToolCalls"/>
    [Range(0)]
    public int? MaxToolCalls { get; init; }

    /// <summary>What the agent can do here, in place of all it can do elsewhere.</summary>
    public IReadOnlyList<CapabilitySpec>? Capabilities { get; init; }

    /// <summary>What the agent may call here, in place of all it may call elsewhere.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <inheritdoc cref="AgentConfig.OutputFormat"/>
    public OutputFormat? OutputFormat { get; init; }

    /// <summary>The settings with these in place.</summary>
    public AgentConfig ApplyTo(AgentConfig config) =>
        config with
        {
            Model = Model ?? config.Model,
            Temperature = Temperature ?? config.Temperature,
            MaxTokens = MaxTokens ?? config.MaxTokens,
            SystemPrompt = SystemPrompt ?? config.SystemPrompt,
            MaxRetries = MaxRetries ?? config.MaxRetries,
            Timeout = Timeout ?? config.Timeout,
            MaxToolCalls = MaxToolCalls ?? config.MaxToolCalls,
            Capabilities = Capabilities ?? config.Capabilities,
            Tools = Tools ?? config.Tools,
            OutputFormat = OutputFormat ?? config.OutputFormat,
        };
}
