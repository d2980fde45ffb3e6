namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// McNemar's test of pass and fail in independent pairs, conditional on the pairs that differ: is a change as often for the worse as
/// for the better?
/// </summary>
internal static class McNemarTest
{
    /// <summary>Up to so many pairs that differ, the exact test; beyond, mid-p, which Fagerland and others (2013) advise for its power.</summary>
    public const int ExactUpTo = 25;

    /// <summary>The two-sided test.</summary>
    /// <param name="worse">Pairs that passed and now fail.</param>
    /// <param name="better">Pairs that failed and now pass.</param>
    public static Significance Test(long worse, long better) =>
        worse + better <= ExactUpTo
            ? new Significance(Exact(worse, better), TestMethod.McNemarExact)
            : new Significance(MidP(worse, better), TestMethod.McNemarMidP);

    /// <summary>The exact binomial p-value.</summary>
    public static double Exact(long worse, long better) => Math.Min(1, 2 * Tail(worse, better, out _));

    /// <summary>The mid-p value: the exact one less the chance of just this outcome.</summary>
    public static double MidP(long worse, long better)
    {
        double tail = Tail(worse, better, out double observed);
        return worse == better ? 1 - observed / 2 : Math.Min(1, 2 * tail - observed);
    }

    /// <summary>The chance of at most the smaller count in as many throws of a coin, and that of just the smaller count.</summary>
    private static double Tail(long worse, long better, out double observed)
    {
        long trials = worse + better;
        long least = Math.Min(worse, better);
        double log = LogChance(trials, least);
        observed = Math.Exp(log);
        double tail = observed;
        double term = observed;
        for (long count = least; count > 0 && term > tail * 1e-18; count--)
        {
            term *= (double)count / (trials - count + 1);
            tail += term;
        }

        return tail;
    }

    private static double LogChance(long trials, long count)
    {
        double log = -trials * Math.Log(2);
        for (long i = 1; i <= count; i++)
        {
            log += Math.Log((double)(trials - count + i) / i);
        }

        return log;
    }
}
