using Baton.Experiments.Comparison.Statistics;
using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>Compares two experiments. See <c>docs/guides/compare.md</c> for what the numbers mean.</summary>
public static class ExperimentComparer
{
    /// <summary>Compares; reads both folders once, and keeps of each run what pairing and numbers need.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The comparison; without common runs its tables are empty.</returns>
    public static ExperimentComparison Compare(ComparisonRequest request, CancellationToken cancellationToken = default)
    {
        ComparedSide[] sides = new ComparedSide[2];
        Parallel.For(
            0,
            2,
            new ParallelOptions { CancellationToken = cancellationToken },
            side => sides[side] = ComparedSide.Read(side == 0 ? request.First : request.Second, cancellationToken)
        );
        (ComparedSide first, ComparedSide second) = (sides[0], sides[1]);
        bool judged = first.Judgements is not null && second.Judgements is not null;
        first.Rate(judged);
        second.Rate(judged);
        RunPairing pairing = RunPairing.Of(first.Runs, second.Runs, request.Match);
        PairedRuns runs = new(first, second, pairing, request.Unit);
        PairingSummary summary = LoneRuns.Summarise(
            first.Runs,
            second.Runs,
            pairing,
            runs.RatedCount,
            request.MaxInputs
        );
        ComparedExperiment one = first.Describe();
        ComparedExperiment two = second.Describe();
        IReadOnlyList<MetricComparison> metrics = Metrics(runs, request, judged, cancellationToken);
        return new ExperimentComparison
        {
            First = one,
            Second = two,
            Pairing = summary,
            IsJudged = judged,
            Alpha = request.Alpha,
            Unit = request.Unit,
            Differences = IdentityCheck.Differences(IdentityOf(first), IdentityOf(second)),
            Settings = IdentityCheck.Settings(first.Summary?.ConfigSnapshot, second.Summary?.ConfigSnapshot),
            IsTooSmall = ComparisonWarnings.IsTooSmall(metrics, request),
            Warnings = [.. ComparisonWarnings.Find(runs, one, two, summary, request, metrics)],
            Metrics = metrics,
            Personas = new PersonaTable(runs, request, cancellationToken).Compare(),
            Evaluators = judged ? Evaluators(runs, request, cancellationToken) : [],
            PassAtK = RepeatedRuns.Compare(runs, request.Seed, request.Alpha, cancellationToken),
            Worse = FlipSearch.Find(runs, passedBefore: true, request.MaxFlips),
            Better = FlipSearch.Find(runs, passedBefore: false, request.MaxFlips),
        };
    }

    private static IReadOnlyList<MetricComparison> Metrics(
        PairedRuns runs,
        ComparisonRequest request,
        bool judged,
        CancellationToken cancellationToken
    )
    {
        MetricTable table = new(request.Seed, request.Alpha);
        table.AddRate(MetricNames.PassRate, runs.Passes(runs.Pairs));
        if (judged)
        {
            table.AddMean(
                MetricNames.Score,
                Measure.Score,
                runs.Sample(runs.Pairs, (side, row) => side.JudgementOf(row)?.Score ?? double.NaN)
            );
        }

        PairedSample durations = runs.Numbers(runs.Pairs, run => run.DurationMs);
        table.AddMean(MetricNames.LatencyMean, Measure.Milliseconds, durations);
        table.AddQuantiles(
            [(MetricNames.LatencyP50, 0.5), (MetricNames.LatencyP90, 0.9)],
            Measure.Milliseconds,
            durations
        );
        table.AddMean(MetricNames.Tokens, Measure.Count, runs.Numbers(runs.Pairs, run => run.Tokens));
        table.AddMean(MetricNames.Cost, Measure.Dollars, runs.Numbers(runs.Pairs, run => run.Cost));
        if (runs.Pairs.Any(pair => IsConversation(runs, pair)))
        {
            table.AddMean(MetricNames.Turns, Measure.Count, runs.Numbers(runs.Pairs, run => run.Turns));
        }

        return table.Compare(cancellationToken);
    }

    private static bool IsConversation(PairedRuns runs, RunPair pair) =>
        runs.First.Runs.Rows[pair.First].Turns > 1 || runs.Second.Runs.Rows[pair.Second].Turns > 1;

    private static IReadOnlyList<MetricComparison> Evaluators(
        PairedRuns runs,
        ComparisonRequest request,
        CancellationToken cancellationToken
    )
    {
        MetricTable table = new(request.Seed, request.Alpha);
        IReadOnlyDictionary<string, int> first = runs.First.Judgements!.Evaluators;
        IReadOnlyDictionary<string, int> second = runs.Second.Judgements!.Evaluators;
        foreach (string name in first.Keys.Intersect(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            table.AddMean(
                name,
                Measure.Score,
                runs.Sample(
                    runs.Pairs,
                    (side, row) =>
                        side.JudgementOf(row)?.ValueOf(side == runs.First ? first[name] : second[name]) ?? double.NaN
                )
            );
        }

        return table.Compare(cancellationToken);
    }

    private static ExperimentIdentity IdentityOf(ComparedSide side) =>
        ExperimentReader.ReadIdentity(side.Folder) ?? new ExperimentIdentity();
}
