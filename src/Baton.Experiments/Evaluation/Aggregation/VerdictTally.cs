using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Evaluation.Aggregation;

/// <summary>Counts verdicts of a group of traces. Used by one thread at a time.</summary>
internal sealed class VerdictTally
{
    private readonly Dictionary<string, (double Sum, long Count)> _evaluators = new(StringComparer.Ordinal);
    private double _sum;
    private long _scored;

    public long Total { get; private set; }

    public long Passed { get; private set; }

    public long Failed { get; private set; }

    public long Unjudged => Total - Passed - Failed;

    /// <summary>Passed traces among those with a verdict, or <see langword="null"/> when there are none.</summary>
    public double? PassRate => Passed + Failed == 0 ? null : (double)Passed / (Passed + Failed);

    public WilsonInterval? Interval => WilsonInterval.Of(Passed, Passed + Failed);

    public double? MeanScore => _scored == 0 ? null : _sum / _scored;

    public void Add(EvaluatedRun run)
    {
        Total++;
        Passed += run.Passed == true ? 1 : 0;
        Failed += run.Passed == false ? 1 : 0;
        _scored += run.Score is null ? 0 : 1;
        _sum += run.Score ?? 0;
    }

    /// <summary>Adds the scores of a trace too, for the means by evaluator.</summary>
    public void AddScores(EvaluatedRun run)
    {
        foreach ((_, Score score) in run.Scores)
        {
            if (score.Value is { } value)
            {
                (double sum, long count) = _evaluators.GetValueOrDefault(score.Evaluator);
                _evaluators[score.Evaluator] = (sum + value, count + 1);
            }
        }
    }

    public PersonaEvaluation Summarise() =>
        new()
        {
            Total = Total,
            Passed = Passed,
            Failed = Failed,
            Unjudged = Unjudged,
            PassRate = PassRate,
            PassRateInterval = Interval,
            MeanScore = MeanScore,
            Evaluators = _evaluators.ToDictionary(each => each.Key, each => each.Value.Sum / each.Value.Count),
        };
}
