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
    private readonly PeriodicTimer? _timer;
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
        _timer = observer is null ? null : new PeriodicTimer(Every, timeProvider);
        _startedAt = timeProvider.GetTimestamp();
        _finishedBefore = counts().Outcomes.Total;
        _reporting = _timer is null ? Task.CompletedTask : Task.Run(() => ReportRegularlyAsync(_timer));
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
        // Disposing the timer ends the reporting; cancelling would make an exception with a stack trace, which is slow.
        _timer?.Dispose();
        await _reporting.ConfigureAwait(false);
        Tell(always: true);
    }

    private async Task ReportRegularlyAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Tell(always: false);
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
