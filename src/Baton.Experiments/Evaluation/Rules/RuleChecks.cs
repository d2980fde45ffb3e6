using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Settings;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Every check there is, by its word.</summary>
internal static class RuleChecks
{
    private static readonly WordedSections<RuleCheck> Checks = new(
        "check",
        [
            Worded<RuleCheck>.As<OutputNotEmptyCheck>("output_not_empty"),
            Worded<RuleCheck>.As<SuccessCheck>("success"),
            Worded<RuleCheck>.As<LatencyCheck>("latency_under"),
            Worded<RuleCheck>.As<TokenCheck>("token_usage_under"),
            Worded<RuleCheck>.As<ContainsCheck>("contains"),
            Worded<RuleCheck>.As<NotContainsCheck>("not_contains"),
            Worded<RuleCheck>.As<RegexCheck>("regex"),
            Worded<RuleCheck>.As<EqualsCheck>("equals"),
            Worded<RuleCheck>.As<SimilarityCheck>("similarity"),
            Worded<RuleCheck>.As<JsonSchemaCheck>("json_schema"),
            Worded<RuleCheck>.As<JsonPathCheck>("json_path"),
            Worded<RuleCheck>.As<ToolCalledCheck>("tool_called"),
            Worded<RuleCheck>.As<ToolNotCalledCheck>("tool_not_called"),
            Worded<RuleCheck>.As<ToolOrderCheck>("tool_order"),
            Worded<RuleCheck>.As<TurnsUsedCheck>("max_turns_used"),
            Worded<RuleCheck>.As<CostCheck>("cost_under"),
        ]
    );

    public static IEnumerable<string> Words => Checks.Words;

    public static JsonObject Schema
    {
        get
        {
            JsonObject schema = Checks.Schema;
            schema["anyOf"]!
                .AsArray()
                .Insert(
                    0,
                    new JsonObject { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) }
                );
            return schema;
        }
    }

    /// <summary>Reads a check: a word, or keys and values with the word under <c>check</c>.</summary>
    public static RuleCheck? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        switch (node)
        {
            case ConfigurationMapping mapping:
                return Checks.Read(mapping, key, errors);
            case ConfigurationScalar { Kind: ScalarKind.Text } word:
                return Checks.Read(word, key, errors);
            default:
                errors.Add(
                    node.Place,
                    key,
                    "expected a check, for example `success` or `{check: latency_under, budget_ms: 1500}`"
                );
                return null;
        }
    }
}
