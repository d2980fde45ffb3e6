using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>One entry of <c>evaluators:</c>. Its <c>type</c> decides what else it may say.</summary>
public abstract record EvaluatorSettings : IConfigurationReadable<EvaluatorSettings>
{
    /// <summary>The name, unique within the evaluation.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is asked at all. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How much it counts in <c>weighted_sum</c>; with 0 it is reported and counts for nothing. Default 1.</summary>
    [Range(0)]
    public double Weight { get; init; } = 1;

    /// <summary>What stands under <c>type</c>.</summary>
    internal abstract string TypeWord { get; }

    /// <inheritdoc/>
    public static JsonObject Schema => EvaluatorTypes.Schema;

    /// <inheritdoc/>
    public static EvaluatorSettings? Read(ConfigurationNode node, string key, ConfigurationErrors errors) =>
        EvaluatorTypes.Read(node, key, errors);
}
