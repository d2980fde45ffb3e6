namespace Baton.Experiments.Comparison.Statistics;

/// <summary>Where a true value lies with 95 % confidence.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound, at least <paramref name="Low"/>.</param>
public sealed record ConfidenceInterval(double Low, double High)
{
    /// <summary>The share of cases in which such intervals hold the true value.</summary>
    public const double Level = 0.95;
}
