using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Running;

/// <summary>The counts of an experiment as they are at one moment.</summary>
internal sealed record ProgressCounts(OutcomeCounts Outcomes, long Turns, long Remaining, string? LastError);

/// <summary>Tells the observer how it goes, ten times a second at most.</summary>
internal sealed class ProgressReporter : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private readonly IExperimentObserver? _observer;
    private readonly TimeProvider _time;
    private readonly long _total;
    private readonly Func<ProgressCounts> _counts;
    private readonly Func<int> _inFlight;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly RateWindow _rate = new();
    private readonly long _startedAt;
    private readonly long _finishedBefore;
    private readonly Task _reporting;
    private (ProgressCounts Counts, int InFlight)? _told;

    public ProgressReporter(
        IExperimentObserver? observer,
        long total,
        Func<ProgressCounts> counts,
        Func<int> inFlight,
        TimeProvider timeProvider
    )
    {
        _observer = observer;
        _total = total;
        _counts = counts;
        _inFlight = inFlight;
        _time = timeProvider;
        _startedAt = timeProvider.GetTimestamp();
        _finishedBefore = counts().Outcomes.Total;
        _reporting = observer is null ? Task.CompletedTask : Task.Run(ReportRegularlyAsync);
    }

    /// <summary>Tells a notice, not at the same time as anything else.</summary>
    public void Notice(string message)
    {
        lock (_gate)
        {
            _observer?.OnNotice(message);
        }
    }

    /// <summary>Tells the last counts.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _reporting.ConfigureAwait(false);
        Tell(always: true);
        _ending.Dispose();
    }

    private async Task ReportRegularlyAsync()
    {
        using PeriodicTimer timer = new(Every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                Tell(always: false);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The last word is said by whoever ends the reporting.
        }
    }

    private void Tell(bool always)
    {
        ProgressCounts counts = _counts();
        int inFlight = _inFlight();
        if (!always && _told == (counts, inFlight))
        {
            return;
        }

        _told = (counts, inFlight);
        TimeSpan elapsed = _time.GetElapsedTime(_startedAt);
        double? rate = _rate.Add(elapsed, counts.Outcomes.Total - _finishedBefore);
        lock (_gate)
        {
            _observer?.OnProgress(
                new ExperimentProgress(
                    _total,
                    counts.Outcomes.Total,
                    counts.Outcomes.Successful,
                    counts.Outcomes.Failed,
                    counts.Outcomes.Limited,
                    counts.Outcomes.SimulatorFaults,
                    inFlight,
                    counts.Turns,
                    elapsed,
                    rate,
                    rate is { } perSecond ? TimeSpan.FromSeconds(Math.Min(counts.Remaining / perSecond, 1e9)) : null,
                    counts.LastError
                )
            );
        }
    }
}
