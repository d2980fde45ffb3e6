using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>One entry of <c>rules:</c>. Its <c>check</c> decides what else it may say. Safe for concurrent use.</summary>
public abstract record RuleCheck : IConfigurationReadable<RuleCheck>
{
    /// <summary>What it is called in results. Default: its <c>check</c>, numbered where that stands twice.</summary>
    public string? Name { get; init; }

    /// <summary>How much it counts in the evaluator's score. Default 1.</summary>
    [Range(0)]
    public double Weight { get; init; } = 1;

    /// <summary>What stands under <c>check</c>.</summary>
    internal abstract string Word { get; }

    /// <inheritdoc/>
    public static JsonObject Schema => RuleChecks.Schema;

    /// <inheritdoc/>
    public static RuleCheck? Read(ConfigurationNode node, string key, ConfigurationErrors errors) =>
        RuleChecks.Read(node, key, errors);

    /// <summary>Holds a trace against the rule.</summary>
    internal abstract CheckResult Apply(TraceView trace);
}
