using Baton.Experiments.Comparison.Statistics;

namespace Baton.Experiments.Comparison;

/// <summary>The pairs of two experiments, and samples of their numbers.</summary>
internal sealed class PairedRuns(ComparedSide first, ComparedSide second, RunPairing pairing, ComparisonUnit unit)
{
    /// <summary>The first experiment.</summary>
    public ComparedSide First => first;

    /// <summary>The second experiment.</summary>
    public ComparedSide Second => second;

    /// <summary>All pairs but those a supervisor spoilt.</summary>
    public IReadOnlyList<RunPair> Pairs { get; } =
    [.. pairing.Pairs.Where(pair => !first.Runs.Rows[pair.First].IsSpoilt && !second.Runs.Rows[pair.Second].IsSpoilt)];

    /// <summary>The pairs that both passed or failed.</summary>
    public long RatedCount => Pairs.LongCount(pair => IsRated(pair));

    /// <summary>Whether both runs of a pair passed or failed.</summary>
    public bool IsRated(RunPair pair) =>
        !double.IsNaN(first.PassOf(pair.First)) && !double.IsNaN(second.PassOf(pair.Second));

    /// <summary>A sample of pass and fail.</summary>
    public PairedSample Passes(IEnumerable<RunPair> pairs) => Sample(pairs, (side, row) => side.PassOf(row));

    /// <summary>A sample of a number of the runs.</summary>
    public PairedSample Numbers(IEnumerable<RunPair> pairs, Func<RunRow, double> number) =>
        Sample(pairs, (side, row) => number(side.Runs.Rows[row]));

    /// <summary>A sample of a number; pairs of which either does not tell it are left out.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="number">The number of a run of either experiment.</param>
    public PairedSample Sample(IEnumerable<RunPair> pairs, Func<ComparedSide, int, double> number)
    {
        PairedSample sample = new();
        foreach (RunPair pair in pairs)
        {
            double one = number(first, pair.First);
            double two = number(second, pair.Second);
            if (!double.IsNaN(one) && !double.IsNaN(two))
            {
                sample.Add(unit == ComparisonUnit.Input ? first.Runs.Rows[pair.First].Input : pair.First, one, two);
            }
        }

        return sample;
    }
}
