using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>The words that may stand under an evaluator's <c>type</c>, and what each makes of its entry.</summary>
internal static class EvaluatorTypes
{
    private static readonly WordedSections<EvaluatorSettings> Types = new(
        "type",
        [
            Worded<EvaluatorSettings>.As<RuleEvaluatorSettings>(RuleEvaluatorSettings.Word),
            JudgeSpellings.Worded,
            Worded<EvaluatorSettings>.As<PythonEvaluatorSettings>(PythonEvaluatorSettings.Word),
            Worded<EvaluatorSettings>.As<DotNetEvaluatorSettings>(DotNetEvaluatorSettings.Word),
        ]
    );

    public static JsonObject Schema => Types.Schema;

    public static EvaluatorSettings? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        if (node is ConfigurationMapping mapping)
        {
            return Types.Read(mapping, key, errors);
        }

        errors.Add(
            node.Place,
            key,
            "expected an evaluator, for example `{name: basics, type: rule_based, rules: [success]}`"
        );
        return null;
    }

    /// <summary>Says which names are not valid, which are given twice, and what cannot be put together.</summary>
    /// <param name="tree">The configuration as written.</param>
    /// <param name="settings">The configuration as read, or <see langword="null"/> when it could not be.</param>
    /// <param name="errors">Where to say it.</param>
    public static void Check(ConfigurationMapping tree, ExperimentSettings? settings, ConfigurationErrors errors)
    {
        Dictionary<string, ConfigurationPlace> first = new(StringComparer.Ordinal);
        IReadOnlyList<EvaluatorSettings> evaluators = settings?.Evaluators ?? [];
        for (int i = 0; i < evaluators.Count; i++)
        {
            string name = evaluators[i].Name;
            ConfigurationPlace place = tree.PlaceOf($"evaluators[{i}].name");
            if (string.IsNullOrWhiteSpace(name))
            {
                errors.Add(place, $"evaluators[{i}].name", "is empty; give the evaluator a name");
            }
            else if (!first.TryAdd(name, place))
            {
                errors.Add(
                    place,
                    $"evaluators[{i}].name",
                    $"`{name}` is described twice, first at {first[name]}; keep one"
                );
            }
        }

        EvaluatorSettings[] asked = [.. evaluators.Where(evaluator => evaluator.Enabled)];
        if (
            settings?.Evaluation.Aggregate.Method == AggregateMethod.WeightedSum
            && asked.Length > 0
            && asked.All(evaluator => evaluator.Weight == 0)
        )
        {
            errors.Add(
                tree.PlaceOf("evaluators"),
                "evaluators",
                "every `weight` is 0, so there is nothing to sum; give one a weight, or set `aggregate.method: average`"
            );
        }
    }
}
