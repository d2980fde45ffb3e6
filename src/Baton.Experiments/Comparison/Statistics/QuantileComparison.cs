using System.Runtime.InteropServices;

namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// Compares quantiles by nearest rank: percentile intervals over inputs, and a permutation test that swaps the experiments of whole
/// inputs. (The acceleration of a bias-corrected interval cannot be estimated for quantiles by leaving inputs out.)
/// </summary>
internal static class QuantileComparison
{
    private const double SwapWork = 4e7;

    /// <summary>Compares.</summary>
    /// <param name="sample">At least one pair.</param>
    /// <param name="shares">The shares of the values that lie at or below the quantiles, ascending, above 0 and at most 1.</param>
    /// <param name="seed">The seed of resamples and swaps.</param>
    /// <param name="rows">How many numbers stand in the same table; more rows, fewer resamples.</param>
    /// <returns>One for each share.</returns>
    public static IReadOnlyList<PairedEstimate> Compare(
        PairedSample sample,
        IReadOnlyList<double> shares,
        ulong seed,
        int rows
    )
    {
        SortedSide first = SortedSide.Of(sample, pair => pair.First);
        SortedSide second = SortedSide.Of(sample, pair => pair.Second);
        double[] firsts = first.Quantiles(shares);
        double[] seconds = second.Quantiles(shares);
        double[][][] replicates = Resample(sample.InputCount, first, second, shares, seed, rows);
        double[] values = Swapped(sample, shares, firsts, seconds, seed);
        return
        [
            .. shares.Select(
                (_, q) =>
                    new PairedEstimate(
                        Estimated(firsts[q], replicates[0][q]),
                        Estimated(seconds[q], replicates[1][q]),
                        Estimated(seconds[q] - firsts[q], replicates[2][q]),
                        new Significance(values[q], TestMethod.Permutation)
                    )
            ),
        ];

        Estimate Estimated(double value, double[] resampled) =>
            new(value, sample.InputCount < 2 ? null : ResampledInterval.Percentile(resampled));
    }

    private static double[][][] Resample(
        int inputs,
        SortedSide first,
        SortedSide second,
        IReadOnlyList<double> shares,
        ulong seed,
        int rows
    )
    {
        int count = Resamples.CountFor(inputs, rows);
        double[][][] replicates =
        [
            .. Enumerable.Range(0, 3).Select(_ => shares.Select(_ => new double[count]).ToArray()),
        ];
        double[] one = new double[shares.Count];
        double[] two = new double[shares.Count];
        Resamples.Draw(
            inputs,
            count,
            seed,
            (resample, weights) =>
            {
                first.Quantiles(shares, weights, one);
                second.Quantiles(shares, weights, two);
                for (int q = 0; q < one.Length; q++)
                {
                    replicates[0][q][resample] = one[q];
                    replicates[1][q][resample] = two[q];
                    replicates[2][q][resample] = two[q] - one[q];
                }
            }
        );
        return replicates;
    }

    private static double[] Swapped(
        PairedSample sample,
        IReadOnlyList<double> shares,
        double[] firsts,
        double[] seconds,
        ulong seed
    )
    {
        int runs = sample.Pairs.Count;
        int draws = (int)Math.Clamp(SwapWork / (2.0 * runs), 499, 9999);
        Pooled[] pooled =
        [
            .. sample
                .Pairs.SelectMany(pair =>
                    (Pooled[])[new Pooled(pair.First, pair.Input, 0), new Pooled(pair.Second, pair.Input, 1)]
                )
                .OrderBy(value => value.Value),
        ];
        int[] ranks = [.. shares.Select(share => SortedSide.Rank(share, runs))];
        int[] extreme = new int[shares.Count];
        byte[] swapped = new byte[sample.InputCount];
        double[][] sides = [new double[ranks.Length], new double[ranks.Length]];
        Xoshiro256 random = new(seed);
        for (int draw = 0; draw < draws; draw++)
        {
            ulong bits = 0;
            for (int i = 0; i < swapped.Length; i++)
            {
                bits = (i & 63) == 0 ? random.Next() : bits >> 1;
                swapped[i] = (byte)(bits & 1);
            }

            ReadSides(pooled, swapped, ranks, sides);
            for (int q = 0; q < ranks.Length; q++)
            {
                bool isExtreme = Math.Abs(sides[1][q] - sides[0][q]) >= Math.Abs(seconds[q] - firsts[q]);
                extreme[q] += isExtreme ? 1 : 0;
            }
        }

        return [.. extreme.Select(count => (count + 1.0) / (draws + 1))];
    }

    private static void ReadSides(Pooled[] pooled, byte[] swapped, int[] ranks, double[][] sides)
    {
        Span<int> seen = stackalloc int[2];
        Span<int> next = stackalloc int[2];
        seen.Clear();
        next.Clear();
        foreach (Pooled value in pooled)
        {
            int side = value.Side ^ swapped[value.Input];
            int count = ++seen[side];
            while (next[side] < ranks.Length && ranks[next[side]] == count)
            {
                sides[side][next[side]++] = value.Value;
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pooled(double Value, int Input, byte Side);
}
