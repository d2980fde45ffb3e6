using Baton.Agents;

namespace Baton.Experiments.Running;

/// <summary>Why no new run starts any more.</summary>
/// <param name="Status">How the experiment ends.</param>
/// <param name="Word">The word for <c>summary.json</c>.</param>
/// <param name="Reason">The reason for people.</param>
/// <param name="Error">What a probe found, or <see langword="null"/>.</param>
internal sealed record StopCause(ExperimentStatus Status, string Word, string Reason, AgentError? Error = null);

/// <summary>Decides once whether and why a sitting ends early, and when runs in flight are given up. Thread-safe.</summary>
internal sealed class RunControl : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _noNewRuns = new();
    private readonly CancellationTokenSource _giveUp;
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private StopCause? _cause;

    public RunControl(ExperimentStop? stop, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        StopCause interrupted = new(ExperimentStatus.Interrupted, "interrupted", "interrupted");
        if (stop is not null)
        {
            _registrations.Add(stop.Requested.Register(() => Stop(interrupted)));
            _registrations.Add(stop.Cancelled.Register(() => StopNow(interrupted)));
        }

        _registrations.Add(cancellationToken.Register(() => StopNow(interrupted)));
    }

    /// <summary>Is cancelled once no new run is to start.</summary>
    public CancellationToken NoNewRuns => _noNewRuns.Token;

    /// <summary>Is cancelled once runs in flight are to be given up.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    /// <summary>The first cause, or <see langword="null"/> as long as nothing asks to stop.</summary>
    public StopCause? Cause => Volatile.Read(ref _cause);

    public void Stop(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is null)
        {
            _giveUp.CancelAfter(Grace);
            _noNewRuns.Cancel();
        }
    }

    public void StopNow(StopCause cause)
    {
        Stop(cause);
        _giveUp.Cancel();
    }

    public void Dispose()
    {
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _noNewRuns.Dispose();
        _giveUp.Dispose();
    }
}
