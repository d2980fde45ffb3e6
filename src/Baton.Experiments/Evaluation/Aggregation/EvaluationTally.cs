using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Aggregation;

/// <summary>Counts everything an evaluation says. Used by one thread at a time.</summary>
/// <param name="evaluators">The evaluators that are asked, in their order.</param>
/// <param name="byPersona">Whether personas are counted apart.</param>
internal sealed class EvaluationTally(IReadOnlyList<EvaluatorSettings> evaluators, bool byPersona)
{
    private const int MostErrors = 100;
    private const int MostPersonas = 10_000;
    private const string Nobody = "(none)";
    private const string Others = "(others)";

    private readonly ScoreTally[] _scores =
    [
        .. evaluators.Select(evaluator => new ScoreTally(evaluator.Name, evaluator.TypeWord, evaluator.Weight)),
    ];

    private readonly OrderedDictionary<string, VerdictTally> _personas = new(StringComparer.Ordinal);

    /// <summary>The verdicts on all traces but those the simulated user spoilt.</summary>
    public VerdictTally All { get; } = new();

    /// <summary>Traces the simulated user spoilt.</summary>
    public long SimulatorFaults { get; private set; }

    /// <summary>Scores that are errors.</summary>
    public long Errors { get; private set; }

    public void Add(EvaluatedRun run)
    {
        if (run.Outcome == RunOutcome.SimulatorFault)
        {
            SimulatorFaults++;
            return;
        }

        All.Add(run);
        for (int i = 0; i < _scores.Length; i++)
        {
            Score score = run.Scores[i].Score;
            _scores[i].Add(score);
            Errors += score.Status == ScoreStatus.Error ? 1 : 0;
        }

        if (byPersona)
        {
            VerdictTally persona = OfPersona(run.Persona ?? Nobody);
            persona.Add(run);
            persona.AddScores(run);
        }
    }

    /// <summary>The numbers of the summary.</summary>
    /// <param name="modelCalls">How often models were asked.</param>
    public EvaluationSummary Summarise(long modelCalls)
    {
        JudgeSpending spent = _scores
            .Select(tally => tally.Spending)
            .Aggregate(
                new JudgeSpending(modelCalls, 0, 0, null, null),
                (sum, one) =>
                    new JudgeSpending(
                        sum.Calls,
                        sum.Scores + one.Scores,
                        sum.Cached + one.Cached,
                        ((sum.Tokens ?? default) + (one.Tokens ?? default)).IfAny,
                        Reported.Sum(sum.Cost, one.Cost)
                    )
            );
        return new EvaluationSummary
        {
            Traces = new TraceCounts
            {
                Total = All.Total + SimulatorFaults,
                Passed = All.Passed,
                Failed = All.Failed,
                Unjudged = All.Unjudged,
                SimulatorFaults = SimulatorFaults,
            },
            PassRate = All.PassRate,
            PassRateInterval = All.Interval,
            MeanScore = All.MeanScore,
            Evaluators = [.. _scores.Select(tally => tally.Summarise())],
            ByPersona = byPersona
                ? new OrderedDictionary<string, PersonaEvaluation>(
                    _personas.Select(each => KeyValuePair.Create(each.Key, each.Value.Summarise()))
                )
                : null,
            Judges = spent is { Calls: 0, Scores: 0, Cached: 0 } ? null : spent,
            Errors =
            [
                .. _scores
                    .SelectMany(tally => tally.Errors)
                    .OrderByDescending(error => error.Count)
                    .ThenBy(error => error.Evaluator, StringComparer.Ordinal)
                    .ThenBy(error => error.Reason, StringComparer.Ordinal)
                    .Take(MostErrors),
            ],
        };
    }

    private VerdictTally OfPersona(string name)
    {
        string counted = _personas.ContainsKey(name) || _personas.Count < MostPersonas ? name : Others;
        if (!_personas.TryGetValue(counted, out VerdictTally? tally))
        {
            _personas.Add(counted, tally = new VerdictTally());
        }

        return tally;
    }
}
