using Baton.Configuration;
using Baton.Experiments.Evaluation.Rules;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>An evaluator that holds traces against fixed rules.</summary>
public sealed record RuleEvaluatorSettings : EvaluatorSettings, IValidatedSection
{
    internal const string Word = "rule_based";

    /// <summary>The checks. The evaluator's score is their mean by weight; checks that do not apply to a trace are left out.</summary>
    public required IReadOnlyList<RuleCheck> Rules { get; init; }

    /// <summary>From which score on a trace passes. Default: it passes when every check passes.</summary>
    [Range(0, 1)]
    public double? Threshold { get; init; }

    internal override string TypeWord => Word;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Rules.Count == 0)
        {
            section.Error("rules", "is empty; list at least one check, for example `[output_not_empty, success]`");
        }
    }
}
