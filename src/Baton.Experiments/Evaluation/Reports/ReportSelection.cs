using Baton.Experiments.Evaluation.Results;

namespace Baton.Experiments.Evaluation.Reports;

/// <summary>Which traces a report shows, when there are more than a page can hold: what did not pass before what did.</summary>
internal sealed class ReportSelection
{
    private readonly long[] _room = new long[Enum.GetValues<TraceVerdict>().Length];

    /// <summary>Makes room for the most telling traces.</summary>
    /// <param name="runs">What was said of all traces.</param>
    /// <param name="most">The most that are shown.</param>
    public ReportSelection(IEnumerable<EvaluatedRun> runs, long most)
    {
        foreach (EvaluatedRun run in runs)
        {
            _room[(int)JudgedTrace.VerdictOf(run)]++;
            Total++;
        }

        for (int verdict = 0; verdict < _room.Length; verdict++)
        {
            _room[verdict] = Math.Min(_room[verdict], most);
            most -= _room[verdict];
            Shown += _room[verdict];
        }
    }

    /// <summary>All traces.</summary>
    public long Total { get; }

    /// <summary>Those that are shown.</summary>
    public long Shown { get; }

    /// <summary>Whether the next trace of this verdict is shown; asked once for each trace, in their order.</summary>
    public bool Take(TraceVerdict verdict) => _room[(int)verdict]-- > 0;
}
