using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// Compares rates of pass and fail. Where each pair has an input of its own: Wilson's intervals, Newcombe's of the difference, and
/// McNemar's test. Where runs share inputs they depend on each other, and those would promise too much: Wilson's intervals for as many
/// runs as the sample is worth, the resampled interval of the difference, and the sign-flip test, both over inputs.
/// </summary>
internal static class RateComparison
{
    /// <summary>Compares.</summary>
    /// <param name="sample">At least one pair of 1 (pass) and 0 (fail).</param>
    /// <param name="seed">The seed of resamples and draws.</param>
    /// <param name="rows">How many numbers stand in the same table; more rows, fewer resamples.</param>
    public static PairedEstimate Compare(PairedSample sample, ulong seed, int rows) =>
        sample.IsIndependent ? Independent(sample) : Clustered(sample, seed, rows);

    /// <summary>
    /// Compares shares that are themselves estimated for each pair, such as <c>pass@k</c>, by resampling; where all are 0 or 1, by what
    /// as many inputs can tell.
    /// </summary>
    /// <param name="sample">At least one pair of shares, 0 to 1.</param>
    /// <param name="seed">The seed of resamples.</param>
    /// <param name="rows">How many numbers stand in the same table; more rows, fewer resamples.</param>
    public static PairedEstimate CompareShares(PairedSample sample, ulong seed, int rows)
    {
        PairedEstimate means = MeanComparison.Compare(sample, seed, rows);
        int inputs = sample.InputCount;
        bool moved = sample.Pairs.Any(pair => pair.First != pair.Second);
        return means with
        {
            First = means.First.Value is > 0 and < 1 ? means.First : Wilson(Math.Round(means.First.Value), inputs),
            Second = means.Second.Value is > 0 and < 1 ? means.Second : Wilson(Math.Round(means.Second.Value), inputs),
            Difference = moved
                ? means.Difference
                : new Estimate(means.Difference.Value, Unmoved(means.First.Value, inputs)),
        };
    }

    private static PairedEstimate Independent(PairedSample sample)
    {
        long both = sample.Pairs.LongCount(pair => pair is { First: 1, Second: 1 });
        long worse = sample.Pairs.LongCount(pair => pair is { First: 1, Second: 0 });
        long better = sample.Pairs.LongCount(pair => pair is { First: 0, Second: 1 });
        double pairs = sample.Pairs.Count;
        return new PairedEstimate(
            Wilson((both + worse) / pairs, pairs),
            Wilson((both + better) / pairs, pairs),
            new Estimate(
                (better - worse) / pairs,
                NewcombeInterval.Of(both, worse, better, sample.Pairs.Count - both - worse - better)
            ),
            McNemarTest.Test(worse, better)
        );
    }

    private static PairedEstimate Clustered(PairedSample sample, ulong seed, int rows)
    {
        PairedSample.InputSums[] inputs = sample.SumByInput();
        PairedEstimate means = MeanComparison.Compare(sample, seed, rows);
        double first = means.First.Value;
        double second = means.Second.Value;
        bool moved = inputs.Any(input => input.Difference != 0);
        return means with
        {
            First = Wilson(first, EffectiveRuns.Of(inputs, input => input.First)),
            Second = Wilson(second, EffectiveRuns.Of(inputs, input => input.Second)),
            Difference = moved ? means.Difference : new Estimate(second - first, Unmoved(first, inputs.Length)),
        };
    }

    // Resampling inputs that all stay the same would claim to be certain; as many pairs as there are inputs are not.
    private static ConfidenceInterval? Unmoved(double rate, int inputs)
    {
        long passing = (long)Math.Round(rate * inputs);
        return inputs < 2 ? null : NewcombeInterval.Of(passing, 0, 0, inputs - passing);
    }

    private static Estimate Wilson(double rate, double runs) =>
        new(
            rate,
            WilsonInterval.Of(rate, runs) is { } interval ? new ConfidenceInterval(interval.Low, interval.High) : null
        );
}
