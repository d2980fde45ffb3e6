using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Experiments.Comparison.Statistics;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Comparison;

/// <summary>
/// <c>pass@k</c> and <c>pass^k</c> of the inputs and personas that both experiments ran at least k times, each by all of its runs, with
/// intervals over inputs.
/// </summary>
internal static class RepeatedRuns
{
    private static readonly int[] Shown = [2, 3, 5, 8, 10, 16, 25, 32, 50, 100];

    /// <summary>Compares; empty where nothing was repeated.</summary>
    public static IReadOnlyList<MetricComparison> Compare(
        PairedRuns runs,
        int seed,
        double alpha,
        CancellationToken cancellationToken
    )
    {
        List<Group> groups = [.. Count(runs)];
        int most = groups.Count == 0 ? 0 : groups.Max(group => group.Least);
        MetricTable table = new(seed, alpha);
        foreach (int k in Shown.Where(k => k <= most))
        {
            string suffix = k.ToString(CultureInfo.InvariantCulture);
            table.AddShare($"pass@{suffix}", Sample(groups, k, PassAtK.Any));
            table.AddShare($"pass^{suffix}", Sample(groups, k, PassAtK.All));
        }

        // Steps of one curve are no tests of their own: the pass rate is tested.
        return
        [
            .. table
                .Compare(cancellationToken)
                .Select(metric =>
                    metric with
                    {
                        PValue = null,
                        AdjustedPValue = null,
                        Test = null,
                        Verdict = Verdict.Unclear,
                    }
                ),
        ];
    }

    private static PairedSample Sample(List<Group> groups, int k, Func<int, int, int, double> estimate)
    {
        PairedSample sample = new();
        foreach (Group group in groups.Where(group => group.Least >= k))
        {
            sample.Add(
                group.Input,
                estimate(group.First.Runs, group.First.Passes, k),
                estimate(group.Second.Runs, group.Second.Passes, k)
            );
        }

        return sample;
    }

    // A group is what one pair of partners belongs to; its runs without a partner count too.
    private static IEnumerable<Group> Count(PairedRuns runs)
    {
        Dictionary<(int, int), Tally> first = Tallies(runs.First);
        Dictionary<(int, int), Tally> second = Tallies(runs.Second);
        HashSet<(int, int)> seen = [];
        foreach (RunPair pair in runs.Pairs)
        {
            (int, int) one = PlaceOf(runs.First, pair.First);
            if (
                seen.Add(one)
                && first.TryGetValue(one, out Tally mine)
                && second.TryGetValue(PlaceOf(runs.Second, pair.Second), out Tally theirs)
            )
            {
                yield return new Group(one.Item1, mine, theirs);
            }
        }
    }

    private static Dictionary<(int Input, int Persona), Tally> Tallies(ComparedSide side)
    {
        Dictionary<(int, int), Tally> found = [];
        for (int row = 0; row < side.Runs.Rows.Count; row++)
        {
            double pass = side.PassOf(row);
            if (!double.IsNaN(pass))
            {
                ref Tally tally = ref CollectionsMarshal.GetValueRefOrAddDefault(found, PlaceOf(side, row), out _);
                tally = new Tally(tally.Runs + 1, tally.Passes + (int)pass);
            }
        }

        return found;
    }

    private static (int Input, int Persona) PlaceOf(ComparedSide side, int row) =>
        (side.Runs.Rows[row].Input, side.Runs.Rows[row].Persona);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Tally(int Runs, int Passes);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Group(int Input, Tally First, Tally Second)
    {
        public int Least => Math.Min(First.Runs, Second.Runs);
    }
}
