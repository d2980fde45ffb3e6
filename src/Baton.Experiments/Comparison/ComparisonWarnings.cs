using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>Finds what a reader must know before the numbers.</summary>
internal static class ComparisonWarnings
{
    /// <summary>Finds, the weightiest first.</summary>
    public static IEnumerable<string> Find(
        PairedRuns runs,
        ComparedExperiment first,
        ComparedExperiment second,
        PairingSummary pairing,
        ComparisonRequest request,
        IReadOnlyList<MetricComparison> metrics
    ) =>
        [
            .. Unfinished("A", first),
            .. Unfinished("B", second),
            .. Evaluations(runs),
            .. Alone(pairing),
            .. Unrated(pairing, runs),
            .. TooFew(metrics, request),
        ];

    /// <summary>Whether no change of the pass rate could be significant.</summary>
    public static bool IsTooSmall(IReadOnlyList<MetricComparison> metrics, ComparisonRequest request) =>
        metrics.FirstOrDefault(metric => metric.Name == MetricNames.PassRate) is { } passRate
        && LeastPossible(passRate) >= request.Alpha;

    private static IEnumerable<string> Unfinished(string letter, ComparedExperiment experiment)
    {
        if (experiment.Standing != ExperimentStanding.Completed)
        {
            string word = experiment.Standing == ExperimentStanding.Running ? "still running" : "unfinished";
            yield return $"{letter} is {word}: {experiment.Runs:N0} of {experiment.Planned:N0} runs";
        }
    }

    private static IEnumerable<string> Evaluations(PairedRuns runs)
    {
        if (runs.First.Judgements is null != runs.Second.Judgements is null)
        {
            string evaluated = runs.First.Judgements is null ? "B" : "A";
            string other = runs.First.Judgements is null ? "A" : "B";
            yield return $"only {evaluated} is evaluated, so runs pass by their success; evaluate {other} too with "
                + "`baton evaluate experiment`";
        }

        foreach ((string letter, ComparedSide side) in new[] { ("A", runs.First), ("B", runs.Second) })
        {
            int rated = side.Runs.Rows.Count(run => !run.IsSpoilt);
            if (side.Judgements is { } judged && judged.Count < rated)
            {
                yield return $"the evaluation of {letter} has {judged.Count:N0} of {rated:N0} runs; "
                    + "evaluate it again";
            }
            else if (side.IsEvaluationOutdated)
            {
                yield return $"runs of {letter} were carried out after its evaluation, which may tell of earlier ones; "
                    + "evaluate it again";
            }
        }

        if (runs.First.Judgements is { } one && runs.Second.Judgements is { } two)
        {
            string[] alone =
            [
                .. one
                    .Evaluators.Keys.Except(two.Evaluators.Keys, StringComparer.Ordinal)
                    .Concat(two.Evaluators.Keys.Except(one.Evaluators.Keys, StringComparer.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
            if (alone.Length > 0)
            {
                yield return "only one of the evaluations has "
                    + string.Join(", ", alone.Select(name => $"`{name}`"))
                    + ", so their verdicts may differ for that";
            }
        }
    }

    private static IEnumerable<string> Alone(PairingSummary pairing)
    {
        if (pairing.ChangedInputs > 0)
        {
            yield return $"{Inputs(pairing.ChangedInputs)} the same identifier and another first message, and are not compared; "
                + "`--match id` compares them";
        }

        if (pairing.ByText > 0)
        {
            yield return $"{pairing.ByText:N0} pairs of runs were found by their first message, since their identifiers differ";
        }
    }

    private static IEnumerable<string> Unrated(PairingSummary pairing, PairedRuns runs)
    {
        if (pairing.RatedPairs < pairing.Pairs)
        {
            string why =
                runs.Pairs.Count < pairing.Pairs
                    ? "the supervisor spoilt one of them"
                    : "one of them could not be judged";
            yield return $"{pairing.Pairs - pairing.RatedPairs:N0} of {pairing.Pairs:N0} pairs have no verdict: {why}";
        }
    }

    // The least p-value there is comes from inputs that all move the same way.
    private static double LeastPossible(MetricComparison passRate) => Math.Pow(2, 1 - passRate.Inputs);

    private static IEnumerable<string> TooFew(IReadOnlyList<MetricComparison> metrics, ComparisonRequest request)
    {
        if (metrics.FirstOrDefault(metric => metric.Name == MetricNames.PassRate) is not { } passRate)
        {
            yield break;
        }

        double least = LeastPossible(passRate);
        if (least >= request.Alpha)
        {
            string common =
                request.Unit == ComparisonUnit.Run ? $"{passRate.Pairs:N0} common runs"
                : passRate.Inputs == 1 ? "1 common input"
                : $"{passRate.Inputs:N0} common inputs";
            string way =
                request.Unit == ComparisonUnit.Input && passRate.Pairs > passRate.Inputs
                    ? "; `--unit run` asks about more runs of just these inputs"
                    : "";
            yield return $"{common} cannot show anything at the level {request.Alpha}: the least possible p-value is {least:0.####}{way}";
        }
    }

    private static string Inputs(long count) => count == 1 ? "1 input has" : $"{count:N0} inputs have";
}
