using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// The interval of a difference between two rates in independent pairs, from the Wilson intervals of both: method 10 of
/// R. G. Newcombe (1998), Statistics in Medicine 17:2635.
/// </summary>
internal static class NewcombeInterval
{
    /// <summary>The interval of the second rate less the first; <see langword="null"/> without pairs.</summary>
    /// <param name="both">Pairs of which both pass.</param>
    /// <param name="worse">Pairs of which only the first passes.</param>
    /// <param name="better">Pairs of which only the second passes.</param>
    /// <param name="neither">Pairs of which none passes.</param>
    public static ConfidenceInterval? Of(long both, long worse, long better, long neither)
    {
        long pairs = both + worse + better + neither;
        if (
            WilsonInterval.Of(both + worse, pairs) is not { } first
            || WilsonInterval.Of(both + better, pairs) is not { } second
        )
        {
            return null;
        }

        double rate = (double)(both + worse) / pairs;
        double other = (double)(both + better) / pairs;
        double correlation = Correlation(both, worse, better, neither);
        double difference = other - rate;
        return new ConfidenceInterval(
            difference - Spread(other - second.Low, first.High - rate, correlation),
            difference + Spread(second.High - other, rate - first.Low, correlation)
        );
    }

    private static double Spread(double one, double two, double correlation) =>
        Math.Sqrt(Math.Max(0, one * one - 2 * correlation * one * two + two * two));

    private static double Correlation(long both, long worse, long better, long neither)
    {
        double margins = (double)(both + worse) * (better + neither) * ((double)(both + better) * (worse + neither));
        if (margins == 0)
        {
            return 0;
        }

        double covariance = (double)both * neither - (double)worse * better;
        double pairs = both + worse + better + neither;
        double corrected = covariance > 0 ? Math.Max(0, covariance - pairs / 2) : covariance;
        return corrected / Math.Sqrt(margins);
    }
}
