using System.Diagnostics.CodeAnalysis;
using Baton.Agents;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>
/// Tells a target that is gone for everyone from a call that failed alone. Runs that found nobody there are held back:
/// once another run that began later got through they are made again, and after the third time recorded as failed;
/// when nobody gets through the watch is <see cref="IsDown"/> until a probe answers. Thread-safe.
/// </summary>
internal sealed class TargetWatch(bool canProbe, int parallelRuns)
{
    public const int AttemptsAtMost = 3;
    private readonly Lock _gate = new();
    private readonly int _streakThatCounts = Math.Max(3, parallelRuns);
    private readonly List<HeldRun> _held = [];
    private readonly Queue<StartableRun> _again = new();
    private volatile bool _everAnswered;
    private volatile bool _answeredSinceDown;
    private int _streak;
    private int _unauthorized;
    private volatile int _streakNumber;
    private volatile bool _isDown;

    /// <summary>Whether no run should start before the target answers.</summary>
    public bool IsDown => _isDown;

    /// <summary>Whether the target refused the credentials of everyone.</summary>
    public bool IsUnauthorized
    {
        get
        {
            lock (_gate)
            {
                bool everyone = _streak >= _streakThatCounts || (_streak > 0 && !_everAnswered);
                return _isDown && everyone && _unauthorized == _streak;
            }
        }
    }

    /// <summary>Whether any run got through since the target was last found to be gone.</summary>
    public bool AnsweredSinceDown => _answeredSinceDown;

    /// <summary>The runs that are held back.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count + _again.Count;
            }
        }
    }

    /// <summary>The latest error that says nobody is there.</summary>
    public TraceError? LastError { get; private set; }

    /// <summary>What a run that starts now hands to <see cref="Observe"/> when it ends.</summary>
    public int StartMark => _streakNumber;

    /// <summary>Takes notice of how a run ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="record">Its record.</param>
    /// <param name="startMark">The <see cref="StartMark"/> at its start.</param>
    /// <returns>Whether the run is to be recorded; otherwise it is held back.</returns>
    public bool Observe(StartableRun run, RunRecord record, int startMark)
    {
        if (!canProbe)
        {
            return true;
        }

        if (!FoundNobody(record.Trace))
        {
            GotThrough(startMark);
            return true;
        }

        lock (_gate)
        {
            Miss(record.Trace.Error!);
            if (run.Attempts + 1 >= AttemptsAtMost)
            {
                return true;
            }

            _held.Add(new HeldRun(run, record));
            return false;
        }
    }

    /// <summary>A run to make again, when there is one.</summary>
    public bool TryTakeAgain([NotNullWhen(true)] out StartableRun? run)
    {
        lock (_gate)
        {
            return _again.TryDequeue(out run);
        }
    }

    /// <summary>Takes notice that the plan is at its end and nothing is in flight.</summary>
    /// <returns>Whether there are still runs to make.</returns>
    public bool SettleEnd()
    {
        lock (_gate)
        {
            _isDown |= _held.Count > 0;
            return _held.Count + _again.Count > 0;
        }
    }

    /// <summary>Takes notice that the target answered a probe.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            EndStreak();
            _isDown = false;
            _answeredSinceDown = false;
        }
    }

    /// <summary>Whether a run met nobody at all: no answer, not even a part, in its first turn.</summary>
    private static bool FoundNobody(RunTrace trace) =>
        trace is { Outcome: RunOutcome.Failed, Error: { } error, Output: null or "" }
        && ErrorKind.IsUnreachable(error.Kind)
        && trace.Conversation is null or { TurnCount: <= 1 };

    private void GotThrough(int startMark)
    {
        _everAnswered = true;
        _answeredSinceDown |= !_isDown;

        // Odd marks are streaks of failures; only a run that began within one shows that it is over.
        if ((startMark & 1) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (startMark == _streakNumber && !_isDown)
            {
                EndStreak();
            }
        }
    }

    private void Miss(TraceError error)
    {
        LastError = error;
        bool unauthorized = error.Kind == ErrorKind.Unauthorized;
        if (_streak++ == 0)
        {
            _streakNumber++;
        }

        _unauthorized += unauthorized ? 1 : 0;
        _isDown |= _streak >= _streakThatCounts || (!_everAnswered && !unauthorized);
    }

    private void EndStreak()
    {
        if (_streak > 0)
        {
            _streakNumber++;
        }

        _streak = 0;
        _unauthorized = 0;
        foreach (HeldRun held in _held)
        {
            _again.Enqueue(held.Startable with { Attempts = held.Startable.Attempts + 1 });
        }

        _held.Clear();
    }
}
