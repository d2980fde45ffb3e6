namespace Baton.Experiments.Results.Statistics;

/// <summary>
/// Averages over groups of repeated runs: <c>pass@k</c>, the chance that at least one of k runs succeeds, and
/// <c>pass^k</c>, the chance that all k do. Both are the unbiased estimates from n ≥ k runs. Not thread-safe.
/// </summary>
internal sealed class PassAtK
{
    private static readonly int[] Steps = [1, 2, 3, 4, 5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 200, 500, 1000];
    private readonly int[] _ks;
    private readonly double[] _any;
    private readonly double[] _all;
    private readonly long[] _groups;

    public PassAtK(int iterations)
    {
        _ks = [.. Steps.Where(step => step < iterations), iterations];
        _any = new double[_ks.Length];
        _all = new double[_ks.Length];
        _groups = new long[_ks.Length];
    }

    /// <summary>The chance that at least one of <paramref name="k"/> runs drawn from <paramref name="runs"/> succeeded.</summary>
    public static double Any(int runs, int successes, int k)
    {
        double none = 1;
        for (int i = 0; i < k && none > 0; i++)
        {
            none *= Math.Max(0, (double)(runs - successes - i) / (runs - i));
        }

        return 1 - none;
    }

    /// <summary>The chance that all <paramref name="k"/> runs drawn from <paramref name="runs"/> succeeded.</summary>
    public static double All(int runs, int successes, int k)
    {
        double all = 1;
        for (int i = 0; i < k && all > 0; i++)
        {
            all *= Math.Max(0, (double)(successes - i) / (runs - i));
        }

        return all;
    }

    /// <summary>Adds the runs of one input and persona; too few for a k, they do not count for it.</summary>
    public void Add(int runs, int successes)
    {
        for (int i = 0; i < _ks.Length && _ks[i] <= runs; i++)
        {
            _any[i] += Any(runs, successes, _ks[i]);
            _all[i] += All(runs, successes, _ks[i]);
            _groups[i]++;
        }
    }

    public IReadOnlyDictionary<string, double>? AnyOfK() => Averages(_any);

    public IReadOnlyDictionary<string, double>? AllOfK() => Averages(_all);

    private Dictionary<string, double>? Averages(double[] sums)
    {
        Dictionary<string, double> found = [];
        for (int i = 0; i < _ks.Length && _ks[^1] > 1; i++)
        {
            if (_groups[i] > 0)
            {
                found.Add(_ks[i].ToString(), Math.Round(sums[i] / _groups[i], 6));
            }
        }

        return found.Count == 0 ? null : found;
    }
}
