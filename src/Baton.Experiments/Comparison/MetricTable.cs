using Baton.Experiments.Comparison.Statistics;

namespace Baton.Experiments.Comparison;

/// <summary>Compares the numbers of one table, side by side on the machine's processors, and corrects their p-values together.</summary>
/// <param name="seed">The seed; each row draws from it in its own way.</param>
/// <param name="alpha">The level below which a corrected p-value is significant.</param>
internal sealed class MetricTable(int seed, double alpha)
{
    private readonly List<(
        PairedSample Sample,
        Func<PairedSample, ulong, int, IReadOnlyList<MetricComparison>> Compare
    )> _rows = [];

    /// <summary>Adds a rate of pass (1) and fail (0); a sample without pairs is passed over.</summary>
    public void AddRate(string name, PairedSample sample) =>
        Add(sample, (pairs, seed, rows) => [Row(name, Measure.Rate, pairs, RateComparison.Compare(pairs, seed, rows))]);

    /// <summary>Adds shares that are estimated for each pair; a sample without pairs is passed over.</summary>
    public void AddShare(string name, PairedSample sample) =>
        Add(
            sample,
            (pairs, seed, rows) => [Row(name, Measure.Rate, pairs, RateComparison.CompareShares(pairs, seed, rows))]
        );

    /// <summary>Adds a mean; a sample without pairs is passed over.</summary>
    public void AddMean(string name, Measure measure, PairedSample sample) =>
        Add(sample, (pairs, seed, rows) => [Row(name, measure, pairs, MeanComparison.Compare(pairs, seed, rows))]);

    /// <summary>Adds quantiles; a sample without pairs is passed over.</summary>
    public void AddQuantiles(
        IReadOnlyList<(string Name, double Share)> quantiles,
        Measure measure,
        PairedSample sample
    ) =>
        Add(
            sample,
            (pairs, seed, rows) =>
                [
                    .. QuantileComparison
                        .Compare(pairs, [.. quantiles.Select(quantile => quantile.Share)], seed, rows)
                        .Select((estimate, q) => Row(quantiles[q].Name, measure, pairs, estimate)),
                ]
        );

    /// <summary>Compares every row, in the order they were added.</summary>
    /// <param name="cancellationToken">Ends the work between two rows.</param>
    public IReadOnlyList<MetricComparison> Compare(CancellationToken cancellationToken)
    {
        IReadOnlyList<MetricComparison>[] compared = new IReadOnlyList<MetricComparison>[_rows.Count];
        Parallel.For(
            0,
            _rows.Count,
            new ParallelOptions { CancellationToken = cancellationToken },
            row =>
                compared[row] = _rows[row]
                    .Compare(_rows[row].Sample, Xoshiro256.Mix((ulong)(uint)seed, (ulong)row + 1), _rows.Count)
        );
        return Judge([.. compared.SelectMany(row => row)], alpha);
    }

    /// <summary>Corrects the p-values of numbers that are looked at together, and says what they allow to say.</summary>
    public static IReadOnlyList<MetricComparison> Judge(IReadOnlyList<MetricComparison> metrics, double alpha)
    {
        IReadOnlyList<double> adjusted = HolmCorrection.Adjust([
            .. metrics.Select(metric => metric.PValue).OfType<double>(),
        ]);
        int tested = 0;
        List<MetricComparison> judged = [];
        foreach (MetricComparison metric in metrics)
        {
            judged.Add(
                metric.PValue is null
                    ? metric
                    : metric with
                    {
                        AdjustedPValue = adjusted[tested],
                        Verdict = VerdictOf(metric, adjusted[tested++], alpha),
                    }
            );
        }

        return judged;
    }

    private static Verdict VerdictOf(MetricComparison metric, double adjusted, double alpha) =>
        adjusted >= alpha || metric.Difference.Value == 0 ? Verdict.Unclear
        : metric.Difference.Value > 0 == metric.HigherIsBetter ? Verdict.Better
        : Verdict.Worse;

    private void Add(PairedSample sample, Func<PairedSample, ulong, int, IReadOnlyList<MetricComparison>> compare)
    {
        if (sample.Pairs.Count > 0)
        {
            _rows.Add((sample, compare));
        }
    }

    private static MetricComparison Row(string name, Measure measure, PairedSample sample, PairedEstimate estimate) =>
        new()
        {
            Name = name,
            Measure = measure,
            Pairs = sample.Pairs.Count,
            Inputs = sample.InputCount,
            First = estimate.First,
            Second = estimate.Second,
            Difference = estimate.Difference,
            PValue = estimate.Test?.PValue,
            Test = estimate.Test?.Method,
        };
}
