namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>The scores of a judge's samples as one.</summary>
internal static class SampleScores
{
    /// <summary>The scores put together.</summary>
    /// <param name="scores">At least one score.</param>
    /// <param name="aggregate">How.</param>
    public static double Aggregate(IReadOnlyList<double> scores, SampleAggregate aggregate) =>
        aggregate switch
        {
            SampleAggregate.Mean => scores.Average(),
            SampleAggregate.Median => Median(scores),
            SampleAggregate.Min => scores.Min(),
            _ => throw new InvalidOperationException($"`{aggregate}` puts no scores together"),
        };

    /// <summary>The sample standard deviation; 0 for fewer than two scores.</summary>
    public static double Deviation(IReadOnlyList<double> scores)
    {
        if (scores.Count < 2)
        {
            return 0;
        }

        double mean = scores.Average();
        return Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1));
    }

    private static double Median(IReadOnlyList<double> scores)
    {
        double[] sorted = [.. scores.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
