namespace Baton.Experiments.Comparison.Statistics;

/// <summary>The numbers of one experiment in ascending order, each with its input.</summary>
internal sealed class SortedSide
{
    private readonly double[] _values;
    private readonly int[] _inputs;
    private readonly int[] _runs;

    private SortedSide(double[] values, int[] inputs, int[] runs) => (_values, _inputs, _runs) = (values, inputs, runs);

    /// <summary>Sorts one side of a sample.</summary>
    public static SortedSide Of(PairedSample sample, Func<PairedSample.Pair, double> number)
    {
        double[] values = [.. sample.Pairs.Select(number)];
        int[] inputs = [.. sample.Pairs.Select(pair => pair.Input)];
        int[] runs = new int[sample.InputCount];
        foreach (int input in inputs)
        {
            runs[input]++;
        }

        Array.Sort(values, inputs);
        return new SortedSide(values, inputs, runs);
    }

    /// <summary>Which value by rank, from 1, a quantile of so many values is.</summary>
    public static int Rank(double share, long count) =>
        (int)Math.Clamp((long)Math.Ceiling(share * count - 1e-9), 1, Math.Max(1, count));

    /// <summary>The quantiles.</summary>
    public double[] Quantiles(IReadOnlyList<double> shares) =>
        [.. shares.Select(share => _values[Rank(share, _values.Length) - 1])];

    /// <summary>The quantiles where each input counts as often as its weight says.</summary>
    /// <param name="shares">The shares, ascending.</param>
    /// <param name="weights">The weights by input.</param>
    /// <param name="found">Takes one quantile for each share.</param>
    public void Quantiles(IReadOnlyList<double> shares, int[] weights, double[] found)
    {
        long total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += (long)weights[i] * _runs[i];
        }

        int next = 0;
        long passed = 0;
        long wanted = Rank(shares[0], total);
        for (int i = 0; i < _inputs.Length; i++)
        {
            passed += weights[_inputs[i]];
            while (passed >= wanted)
            {
                found[next++] = _values[i];
                if (next == shares.Count)
                {
                    return;
                }

                wanted = Rank(shares[next], total);
            }
        }
    }
}
