using System.Text.Json.Nodes;

namespace Baton.Experiments.Personas;

/// <summary>Who a simulated user is.</summary>
public sealed record Persona
{
    /// <summary>The identifier, unique within a configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The persona in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>How the persona behaves, one trait each.</summary>
    public IReadOnlyList<string> Characteristics { get; init; } = [];

    /// <summary>The language the persona writes, for example <c>en</c> or <c>Korean</c>.</summary>
    public string? Language { get; init; }

    /// <summary>How much the persona knows, for example <c>novice</c> or <c>expert</c>.</summary>
    public string? ExpertiseLevel { get; init; }

    /// <summary>What the persona wants.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>What the persona will not do or accept.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Anything else.</summary>
    public JsonObject? CustomAttributes { get; init; }
}
