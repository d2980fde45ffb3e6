using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Agents;
using Baton.Configuration;

namespace Baton.Topologies.Definitions;

/// <summary>An agent as it is described and stored; it becomes one that takes turns when a topology runs.</summary>
public sealed record AgentType
{
    /// <summary>Its name: 1 to 64 of <c>a</c> to <c>z</c>, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for, in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it is there for.</summary>
    public required AgentRole Role { get; init; }

    /// <summary>Which edition of the description this is. Default <c>1</c>.</summary>
    public string Version { get; init; } = "1";

    /// <summary>How it works.</summary>
    public AgentConfig Config { get; init; } = new();
}

/// <summary>How an agent works: a model with instructions, or any target.</summary>
public sealed record AgentConfig
{
    /// <summary>The model, as <c>provider:model</c>. Default <c>anthropic:claude-sonnet-4-0</c>; not used with <see cref="Target"/>.</summary>
    public string Model { get; init; } = Models.ClaudeSonnet4;

    /// <summary>The sampling temperature, 0 to 2. Default 0.7.</summary>
    [Range(0, 2)]
    public double Temperature { get; init; } = 0.7;

    /// <summary>The most tokens of an answer. Default 4096; at least 1.</summary>
    [Range(1)]
    public int MaxTokens { get; init; } = 4096;

    /// <summary>What it is to do. Default: nothing but what the topology asks.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>How often a step is repeated when it failed. Default 3; 0 for never.</summary>
    [Range(0)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>How long one step may take, in seconds or as a duration. Default 300 s; more than zero.</summary>
    [Range(0.001)]
    [JsonPropertyName("timeout_seconds")]
    [JsonConverter(typeof(SecondsJson))]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The most rounds of tool calls in one step. Default 10; at least 0.</summary>
    [Range(0)]
    public int MaxToolCalls { get; init; } = 10;

    /// <summary>
    /// What it can do: capabilities that act (<c>tool_use</c>, <c>memory</c>, <c>reasoning</c>, <c>human_in_loop</c>,
    /// <c>structured_output</c>, those of your own), and any other word as a skill by which a coordinator gives work.
    /// Default: nothing in particular.
    /// </summary>
    public IReadOnlyList<CapabilitySpec> Capabilities { get; init; } = [];

    /// <summary>
    /// What it may call: functions by their names in the runner's tools, and MCP servers (<c>mcp:https://host/path</c>,
    /// <c>mcp:program arguments</c>, <c>mcp:NAME</c>). Default: nothing; not used with <see cref="Target"/>.
    /// </summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>What its answers are. Default <see cref="Definitions.OutputFormat.Text"/>.</summary>
    public OutputFormat OutputFormat { get; init; } = OutputFormat.Text;

    /// <summary>A <c>runner:</c> section, in place of a model: an agent that lives elsewhere. Default: none.</summary>
    public JsonObject? Target { get; init; }
}
