namespace Baton.Experiments.Comparison.Statistics;

/// <summary>How many independent runs a rate is worth whose runs share inputs: the runs divided by the design effect.</summary>
internal static class EffectiveRuns
{
    /// <summary>From the number of inputs (the runs of each are all alike) to the number of runs (they are independent).</summary>
    /// <param name="inputs">The inputs' sums.</param>
    /// <param name="passes">How many runs of an input passed.</param>
    public static double Of(PairedSample.InputSums[] inputs, Func<PairedSample.InputSums, double> passes)
    {
        double runs = inputs.Sum(input => (double)input.Runs);
        double rate = inputs.Sum(passes) / runs;
        double count = inputs.Length;
        if (rate <= 0 || rate >= 1 || count < 2)
        {
            return count;
        }

        double between = inputs.Sum(input => Square(passes(input) - rate * input.Runs));
        double variance = between * count / (count - 1) / (runs * runs);
        double effect = variance / (rate * (1 - rate) / runs);
        return Math.Clamp(runs / effect, Math.Min(count, runs), runs);
    }

    private static double Square(double value) => value * value;
}
