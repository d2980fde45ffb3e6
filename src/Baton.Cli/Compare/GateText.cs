using System.Globalization;
using Baton.Experiments.Comparison;

namespace Baton.Cli.Compare;

/// <summary>Says what the gate decided.</summary>
internal static class GateText
{
    /// <summary>What it says of one number.</summary>
    public static string Of(GateResult result) =>
        $"{MeasureText.Title(result.Metric.Name)} {MeasureText.Change(result.Metric)}, "
        + $"p = {MeasureText.Chance(result.Metric.AdjustedPValue)}";

    /// <summary>Why a number is no regression, or that it is one.</summary>
    public static string Reason(GateResult result, ExperimentComparison comparison) =>
        result.IsRegression ? "regression"
        : result.Metric.Verdict == Verdict.Worse ? $"worse, but by less than {MinEffect(result)}"
        : result.Metric.Verdict == Verdict.Better ? "better"
        : comparison.IsTooSmall ? $"nothing could be significant at {Level(comparison)}"
        : $"no significant change at {Level(comparison)}";

    /// <summary>What to know of a gate that nothing can fail.</summary>
    public static string CannotFail(ExperimentComparison comparison, string option) =>
        $"`{option}` cannot fail here: too little is common for any change to be significant at {Level(comparison)}; compare more "
        + (comparison.Unit == ComparisonUnit.Input ? "inputs, or give `--unit run` and more iterations" : "runs");

    private static string Level(ExperimentComparison comparison) =>
        comparison.Alpha.ToString(CultureInfo.InvariantCulture);

    private static string MinEffect(GateResult result)
    {
        string percent = (result.MinEffect * 100).ToString("0.###", CultureInfo.InvariantCulture);
        return result.Metric.HigherIsBetter ? $"{percent} points" : $"{percent} %";
    }
}
