namespace Baton.Experiments.Comparison;

/// <summary>
/// Decides whether the second experiment is worse: a number counts as a regression when it changed for the worse by at least the
/// minimal effect, and its p-value, corrected by Holm for the numbers that are looked at, is below the level.
/// </summary>
public sealed record RegressionGate
{
    /// <summary>The minimal effect on rates and scores, in their own unit: 0.01 is one point.</summary>
    public const double DefaultRateEffect = 0.01;

    /// <summary>The minimal effect on all else, as a share of the first experiment's: 0.05 is 5 %.</summary>
    public const double DefaultRelativeEffect = 0.05;

    /// <summary>The numbers to look at, of <see cref="MetricNames"/>. Default the pass rate.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [MetricNames.PassRate];

    /// <summary>Minimal effects by number; of the others the defaults hold.</summary>
    public IReadOnlyDictionary<string, double> MinEffects { get; init; } = new Dictionary<string, double>();

    /// <summary>Decides.</summary>
    /// <param name="comparison">The comparison; its level is used.</param>
    /// <returns>One for each number that is looked at, in the order of the table; one that is not known is left out.</returns>
    public IReadOnlyList<GateResult> Decide(ExperimentComparison comparison) =>
        [
            .. MetricTable
                .Judge(
                    [.. comparison.Metrics.Where(metric => Metrics.Contains(metric.Name, StringComparer.Ordinal))],
                    comparison.Alpha
                )
                .Select(metric => new GateResult(
                    metric,
                    MinEffectOf(metric),
                    metric.Verdict == Verdict.Worse && Effect(metric) >= MinEffectOf(metric)
                )),
        ];

    private double MinEffectOf(MetricComparison metric) =>
        MinEffects.TryGetValue(metric.Name, out double effect) ? effect
        : metric.HigherIsBetter ? DefaultRateEffect
        : DefaultRelativeEffect;

    // Rounding must not turn a loss of just one point into less than one.
    private static double Effect(MetricComparison metric) =>
        Math.Abs(metric.HigherIsBetter ? metric.Difference.Value : metric.RelativeChange ?? double.PositiveInfinity)
        + 1e-12;
}

/// <summary>What the gate says of one number.</summary>
/// <param name="Metric">The number, its p-value corrected for those the gate looks at.</param>
/// <param name="MinEffect">The least change for the worse that counts; of rates and scores absolute, of others relative.</param>
/// <param name="IsRegression">Whether it is a regression.</param>
public sealed record GateResult(MetricComparison Metric, double MinEffect, bool IsRegression);
