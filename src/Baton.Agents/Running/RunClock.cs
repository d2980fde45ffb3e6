namespace Baton.Agents.Running;

/// <summary>
/// The end of a run's patience: one token that is cancelled by the caller, at the run's time limit or at the turn's,
/// and the reason why.
/// </summary>
internal sealed class RunClock : IDisposable
{
    private readonly RunConfig _config;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _patience;
    private volatile bool _isStopped;
    private bool _turnEndsFirst;

    public RunClock(RunConfig config, TimeSpan spent, CancellationToken caller)
    {
        _config = config;
        _caller = caller;
        _time = config.TimeProvider;
        _started = _time.GetTimestamp();
        _patience =
            config.MaxTime == Timeout.InfiniteTimeSpan
                ? Timeout.InfiniteTimeSpan
                : Max(config.MaxTime - spent, TimeSpan.Zero);
        _source = new CancellationTokenSource(_patience, _time);
        if (caller.CanBeCanceled)
        {
            _registration = caller.UnsafeRegister(
                static source => ((CancellationTokenSource)source!).Cancel(),
                _source
            );
        }
    }

    /// <summary>Cancelled when the run has to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Lets the time of a turn begin.</summary>
    public void BeginTurn()
    {
        TimeSpan left = Left();
        TimeSpan turn = _config.TimeoutPerTurn;
        _turnEndsFirst = turn != Timeout.InfiniteTimeSpan && (left == Timeout.InfiniteTimeSpan || turn < left);
        _source.CancelAfter(_turnEndsFirst ? turn : left);
    }

    /// <summary>Lets the run's own time count alone again.</summary>
    public void EndTurn()
    {
        if (_turnEndsFirst && !_source.IsCancellationRequested)
        {
            _turnEndsFirst = false;
            _source.CancelAfter(Left());
        }
    }

    /// <summary>Ends everything the run has under way.</summary>
    public void Stop()
    {
        _isStopped = true;
        _source.Cancel();
    }

    /// <summary>Why the token is cancelled.</summary>
    public RunEnd Why() =>
        _isStopped || _caller.IsCancellationRequested ? RunEnd.Cancelled
        : _turnEndsFirst
            ? RunEnd.AtLimit(
                "timeout_per_turn",
                $"The turn took longer than `TimeoutPerTurn`, {_config.TimeoutPerTurn.TotalSeconds:0.###} s"
            )
        : RunEnd.AtLimit("max_time", $"The run took longer than `MaxTime`, {_config.MaxTime.TotalSeconds:0.###} s");

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }

    private TimeSpan Left() =>
        _patience == Timeout.InfiniteTimeSpan
            ? _patience
            : Max(_patience - _time.GetElapsedTime(_started), TimeSpan.Zero);

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
