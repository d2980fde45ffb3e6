namespace Baton.Experiments.Results.Statistics;

/// <summary>Where the true rate lies with 95 % confidence, after E. B. Wilson (1927), without continuity correction.</summary>
/// <param name="Low">The lower bound, 0 to 1.</param>
/// <param name="High">The upper bound, 0 to 1.</param>
public sealed record WilsonInterval(double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>The interval for a number of successes among trials.</summary>
    /// <param name="successes">Successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Trials; with 0 there is nothing to say.</param>
    public static WilsonInterval? Of(long successes, long trials) =>
        trials == 0 ? null : Of((double)successes / trials, (double)trials);

    /// <summary>The interval of a rate in as many trials as a sample of dependent ones is worth.</summary>
    /// <param name="rate">The rate, 0 to 1.</param>
    /// <param name="trials">Trials, not necessarily whole; with 0 there is nothing to say.</param>
    internal static WilsonInterval? Of(double rate, double trials)
    {
        if (trials <= 0)
        {
            return null;
        }

        double spread = Z * Z / trials;
        double centre = rate + spread / 2;
        double margin = Z * Math.Sqrt((rate * (1 - rate) + spread / 4) / trials);
        return new WilsonInterval(
            rate <= 0 ? 0 : Math.Max(0, (centre - margin) / (1 + spread)),
            rate >= 1 ? 1 : Math.Min(1, (centre + margin) / (1 + spread))
        );
    }
}
