namespace Baton.Experiments.Comparison.Statistics;

/// <summary>Intervals from the values a statistic takes in resamples.</summary>
internal static class ResampledInterval
{
    /// <summary>
    /// The percentile interval; <see langword="null"/> with fewer than two inputs, which tell nothing of how inputs vary.
    /// </summary>
    /// <param name="replicates">The values; sorted by this call.</param>
    public static ConfidenceInterval? Percentile(double[] replicates) =>
        Between(replicates, (1 - ConfidenceInterval.Level) / 2, (1 + ConfidenceInterval.Level) / 2);

    /// <summary>
    /// The bias-corrected and accelerated interval of B. Efron (1987); the percentile interval where there is nothing to correct by.
    /// </summary>
    /// <param name="replicates">The values; sorted by this call.</param>
    /// <param name="estimate">The statistic of the sample.</param>
    /// <param name="acceleration">How the statistic's spread changes with its value: <see cref="Acceleration"/>.</param>
    /// <param name="level">The share of cases in which such intervals hold the true value.</param>
    public static ConfidenceInterval? BiasCorrected(
        double[] replicates,
        double estimate,
        double acceleration,
        double level = ConfidenceInterval.Level
    )
    {
        // Equal on paper, sums of the same numbers in another order may differ in the last digits.
        double tie = 1e-12 * Math.Abs(estimate);
        double below = replicates.Sum(value =>
            value < estimate - tie ? 1
            : value <= estimate + tie ? 0.5
            : 0
        );
        double bias = NormalDistribution.Quantile(below / replicates.Length);
        if (!double.IsFinite(bias) || !double.IsFinite(acceleration))
        {
            return Between(replicates, (1 - level) / 2, (1 + level) / 2);
        }

        return Between(replicates, Share((1 - level) / 2), Share((1 + level) / 2));

        double Share(double wanted)
        {
            double moved = bias + NormalDistribution.Quantile(wanted);
            return NormalDistribution.Cumulative(bias + moved / (1 - acceleration * moved));
        }
    }

    /// <summary>The acceleration, from the statistic with each input left out in turn; 0 where they are all the same.</summary>
    public static double Acceleration(ReadOnlySpan<double> leftOut)
    {
        double mean = 0;
        foreach (double value in leftOut)
        {
            mean += value / leftOut.Length;
        }

        double squares = 0;
        double cubes = 0;
        foreach (double value in leftOut)
        {
            double apart = mean - value;
            squares += apart * apart;
            cubes += apart * apart * apart;
        }

        return squares <= 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    private static ConfidenceInterval? Between(double[] replicates, double low, double high)
    {
        if (replicates.Length == 0)
        {
            return null;
        }

        Array.Sort(replicates);
        return new ConfidenceInterval(At(low), At(high));

        // The q-th of B values stands for the share q / (B + 1).
        double At(double share) =>
            replicates[Math.Clamp((int)Math.Round(share * (replicates.Length + 1)) - 1, 0, replicates.Length - 1)];
    }
}
