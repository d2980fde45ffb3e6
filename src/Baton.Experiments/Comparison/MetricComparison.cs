using Baton.Experiments.Comparison.Statistics;

namespace Baton.Experiments.Comparison;

/// <summary>One number in two experiments.</summary>
public sealed record MetricComparison
{
    /// <summary>The number's name, for example <c>pass_rate</c> or <c>latency_p90</c>; an evaluator's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is counted in.</summary>
    public required Measure Measure { get; init; }

    /// <summary>The runs of each experiment it is taken from: those that both report.</summary>
    public required long Pairs { get; init; }

    /// <summary>The inputs they belong to.</summary>
    public required long Inputs { get; init; }

    /// <summary>In the first experiment.</summary>
    public required Estimate First { get; init; }

    /// <summary>In the second experiment.</summary>
    public required Estimate Second { get; init; }

    /// <summary>The second less the first.</summary>
    public required Estimate Difference { get; init; }

    /// <summary>The chance of a difference at least as large were there none in truth; <see langword="null"/> where it is not tested.</summary>
    public double? PValue { get; init; }

    /// <summary>The same with Holm's correction for all numbers of its table.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>How the p-value was found.</summary>
    public TestMethod? Test { get; init; }

    /// <summary>What the corrected p-value allows to say.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>The difference as a share of the first; <see langword="null"/> where that is 0.</summary>
    public double? RelativeChange => First.Value == 0 ? null : Difference.Value / Math.Abs(First.Value);

    /// <summary>Whether more is better: of rates and scores, not of time, tokens, money and turns.</summary>
    public bool HigherIsBetter => Measure is Measure.Rate or Measure.Score;
}

/// <summary>One persona's runs in two experiments.</summary>
/// <param name="Name">The persona's name; <see langword="null"/> for runs as nobody in particular.</param>
/// <param name="Metrics">Pass rate, latency, tokens and cost, as far as they are known.</param>
public sealed record PersonaComparison(string? Name, IReadOnlyList<MetricComparison> Metrics);

/// <summary>What a number is counted in.</summary>
public enum Measure
{
    /// <summary>A share of runs, 0 to 1.</summary>
    Rate,

    /// <summary>A score, 0 to 1.</summary>
    Score,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>A count.</summary>
    Count,

    /// <summary>US dollars.</summary>
    Dollars,
}

/// <summary>What a comparison allows to say.</summary>
public enum Verdict
{
    /// <summary>The difference may be chance.</summary>
    Unclear,

    /// <summary>The second is better.</summary>
    Better,

    /// <summary>The second is worse.</summary>
    Worse,
}
