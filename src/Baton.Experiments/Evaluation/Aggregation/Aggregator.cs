using Baton.Experiments.Evaluation.Settings;

namespace Baton.Experiments.Evaluation.Aggregation;

/// <summary>Makes one verdict of the scores of a trace. Errors and skipped scores are in no mean.</summary>
/// <param name="settings">How.</param>
/// <param name="weights">The weight of each evaluator, in the order of the scores.</param>
internal sealed class Aggregator(AggregateSettings settings, IReadOnlyList<double> weights)
{
    /// <summary>The verdict.</summary>
    /// <param name="scores">A score of each evaluator.</param>
    /// <remarks>
    /// <c>all</c> and <c>min</c> say of every evaluator that it is content: a trace that only its errors could still fail is not
    /// judged.
    /// </remarks>
    public Verdict Of(IReadOnlyList<Score> scores)
    {
        bool isIncomplete = scores.Any(score => score.Status == ScoreStatus.Error);
        return settings.Method switch
        {
            AggregateMethod.WeightedSum => ByThreshold(Mean(scores, index => weights[index])),
            AggregateMethod.Average => ByThreshold(Mean(scores, _ => 1)),
            AggregateMethod.All => All(scores, isIncomplete),
            AggregateMethod.Min => Unless(isIncomplete, ByThreshold(Judged(scores).Min(score => score.Value))),
            _ => throw new InvalidOperationException($"`{settings.Method}` is no method"),
        };
    }

    private static IEnumerable<Score> Judged(IReadOnlyList<Score> scores) =>
        scores.Where(score => score.Status is ScoreStatus.Pass or ScoreStatus.Fail);

    private static Verdict All(IReadOnlyList<Score> scores, bool isIncomplete)
    {
        int judged = Judged(scores).Count();
        int passing = scores.Count(score => score.Status == ScoreStatus.Pass);
        return judged == 0 ? default : Unless(isIncomplete, new Verdict(passing == judged, (double)passing / judged));
    }

    private static Verdict Unless(bool isIncomplete, Verdict verdict) =>
        isIncomplete && verdict.Passed == true ? verdict with { Passed = null } : verdict;

    private static double? Mean(IReadOnlyList<Score> scores, Func<int, double> weightOf)
    {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < scores.Count; i++)
        {
            if (scores[i].Value is { } value)
            {
                sum += value * weightOf(i);
                all += weightOf(i);
            }
        }

        return all > 0 ? Math.Clamp(sum / all, 0, 1) : null;
    }

    private Verdict ByThreshold(double? score) =>
        new(score is { } value ? Threshold.IsReached(value, settings.Threshold) : null, score);
}
