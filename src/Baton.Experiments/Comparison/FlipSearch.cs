using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>Finds the runs whose verdict changed, and reads the answers of those that are shown.</summary>
internal static class FlipSearch
{
    /// <summary>Finds.</summary>
    /// <param name="runs">The pairs.</param>
    /// <param name="passedBefore">Whether the run passed in the first experiment; it does the opposite in the second.</param>
    /// <param name="shown">The most to read.</param>
    public static FlippedRuns Find(PairedRuns runs, bool passedBefore, int shown)
    {
        double before = passedBefore ? 1 : 0;
        List<RunPair> flipped =
        [
            .. runs.Pairs.Where(pair =>
                runs.IsRated(pair)
                && runs.First.PassOf(pair.First) == before
                && runs.Second.PassOf(pair.Second) != before
            ),
        ];
        string[] inputs = [.. runs.Second.Runs.Inputs.OrderBy(input => input.Value).Select(input => input.Key)];
        return new FlippedRuns(
            flipped.Count,
            [
                .. flipped
                    .OrderBy(pair => inputs[runs.Second.Runs.Rows[pair.Second].Input], StringComparer.Ordinal)
                    .ThenBy(pair => runs.Second.Runs.Rows[pair.Second].Persona)
                    .ThenBy(pair => runs.Second.Runs.Rows[pair.Second].Iteration)
                    .Take(shown)
                    .Select(pair => Read(runs, pair)),
            ]
        );
    }

    private static FlippedRun Read(PairedRuns runs, RunPair pair)
    {
        TraceSummary first = runs.First.Runs.ReadLine(runs.First.Runs.Rows[pair.First]);
        TraceSummary second = runs.Second.Runs.ReadLine(runs.Second.Runs.Rows[pair.Second]);
        return new FlippedRun(
            second.RunKey,
            second.Input,
            Side(runs.First, first, runs.First.PassOf(pair.First)),
            Side(runs.Second, second, runs.Second.PassOf(pair.Second))
        );
    }

    private static RunSide Side(ComparedSide side, TraceSummary run, double pass)
    {
        List<string> reasons = [];
        if (pass == 0)
        {
            if (run.Error is { } error)
            {
                reasons.Add($"{error.Kind}: {error.Message}");
            }

            reasons.AddRange(side.Judgements?.ReasonsOf(run.RunKey) ?? []);
        }

        return new RunSide(run.TraceId, run.Output, reasons);
    }
}
