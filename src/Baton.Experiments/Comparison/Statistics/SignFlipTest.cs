using System.Numerics;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// The paired permutation test of a mean: were there no difference, each input's difference could as well have the other sign
/// (R. A. Fisher, 1935). Differences of one input are flipped together, since its runs depend on each other.
/// </summary>
internal static class SignFlipTest
{
    /// <summary>Up to so many differences, every assignment of signs is tried.</summary>
    public const int ExactUpTo = 16;

    /// <summary>Random assignments beyond that.</summary>
    public const int Draws = 9999;

    /// <summary>From here on the distribution of the sum is normal to within the noise of the draws.</summary>
    public const int NormalFrom = 2000;

    /// <summary>The two-sided test that the differences are about 0.</summary>
    /// <param name="differences">One for each input.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static Significance Test(IReadOnlyList<double> differences, ulong seed)
    {
        double[] moved = [.. differences.Where(difference => difference != 0)];
        return moved.Length switch
        {
            <= ExactUpTo => new Significance(Exact(moved), TestMethod.PermutationExact),
            < NormalFrom => new Significance(Drawn(moved, seed), TestMethod.Permutation),
            _ => new Significance(Normal(moved), TestMethod.PermutationNormal),
        };
    }

    private static double Exact(double[] moved)
    {
        double bound = Bound(moved);
        double sum = moved.Sum();
        long extreme = Math.Abs(sum) >= bound ? 1 : 0;
        long all = 1L << moved.Length;

        // In the order of the Gray code, each assignment differs from the one before in one sign.
        ulong code = 0;
        for (long step = 1; step < all; step++)
        {
            int place = BitOperations.TrailingZeroCount(step);
            sum += (code >> place & 1) == 0 ? -2 * moved[place] : 2 * moved[place];
            code ^= 1UL << place;
            extreme += Math.Abs(sum) >= bound ? 1 : 0;
        }

        return (double)extreme / all;
    }

    private static double Drawn(double[] moved, ulong seed)
    {
        Xoshiro256 random = new(seed);
        double bound = Bound(moved);
        int extreme = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            ulong signs = 0;
            for (int i = 0; i < moved.Length; i++)
            {
                signs = (i & 63) == 0 ? random.Next() : signs >> 1;
                sum += (signs & 1) == 0 ? moved[i] : -moved[i];
            }

            extreme += Math.Abs(sum) >= bound ? 1 : 0;
        }

        return (extreme + 1.0) / (Draws + 1);
    }

    // The flipped sum has mean 0 and just this variance; see Durkalski and others (2003) for pass and fail in clusters.
    private static double Normal(double[] moved)
    {
        double z = Math.Abs(moved.Sum()) / Math.Sqrt(moved.Sum(difference => difference * difference));
        return Math.Min(1, 2 * NormalDistribution.Cumulative(-z));
    }

    // Sums that are equal on paper must not count as smaller for their rounding.
    private static double Bound(double[] moved) => Math.Abs(moved.Sum()) - 1e-9 * moved.Sum(Math.Abs);
}
