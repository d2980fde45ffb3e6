namespace Baton.Experiments.Comparison.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>The chance of a value of at most <paramref name="x"/>.</summary>
    public static double Cumulative(double x) => x <= 0 ? UpperTail(-x) : 1 - UpperTail(x);

    /// <summary>The value below which a share of the distribution lies.</summary>
    /// <param name="share">From 0 to 1; the ends give infinities.</param>
    public static double Quantile(double share)
    {
        if (share <= 0 || share >= 1)
        {
            return share <= 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // Bisection needs no table of constants, and is asked for a handful of values.
        (double low, double high) = (-40, 40);
        for (int step = 0; step < 100 && high - low > 1e-15 * Math.Max(1, Math.Abs(low)); step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // Near the middle the series of the density's integral converges fast, in the tail Laplace's continued fraction.
    private static double UpperTail(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (x < 3)
        {
            double term = x;
            double sum = x;
            for (int odd = 3; term > 1e-17 * sum && odd < 400; odd += 2)
            {
                term *= x * x / odd;
                sum += term;
            }

            return 0.5 - density * sum;
        }

        double fraction = x;
        for (int step = 120; step > 0; step--)
        {
            fraction = x + step / fraction;
        }

        return density / fraction;
    }
}
