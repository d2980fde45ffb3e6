namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// S. Holm's correction (1979): with many tests some p-value is small by chance; the chance that any of the corrected ones misleads
/// stays below the level, whatever the tests have to do with each other.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>The corrected p-values, in the same order.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> values)
    {
        double[] adjusted = new double[values.Count];
        double least = 0;
        int left = values.Count;
        foreach (int index in Enumerable.Range(0, values.Count).OrderBy(index => values[index]))
        {
            least = Math.Max(least, Math.Min(1, values[index] * left--));
            adjusted[index] = least;
        }

        return adjusted;
    }
}
