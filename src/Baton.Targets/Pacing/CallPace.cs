namespace Baton.Targets.Pacing;

/// <summary>Decides when the calls of one target may begin. Safe for concurrent use; first come, first served.</summary>
/// <remarks>
/// At most so many calls are under way as the window is wide. When the target asks to be called less often, nobody
/// begins until the wait is over, and the window is halved, once for all calls that were under way together; each
/// success then widens it a little (by one for a whole window of successes) up to where it was.
/// </remarks>
/// <param name="widest">The most calls at once, at least 1.</param>
/// <param name="firstWait">The wait when the target does not say how long; doubles each time until a call succeeds.</param>
/// <param name="longestWait">The longest wait.</param>
/// <param name="time">The clock.</param>
internal sealed class CallPace(int widest, TimeSpan firstWait, TimeSpan longestWait, TimeProvider time) : IDisposable
{
    // Guards everything below; held for a few instructions only.
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private double _window = widest;
    private int _underWay;
    private int _refusals;
    private CallSlot _slot = new(Epoch: 0);
    private long _heldUntil;
    private bool _isHeld;
    private ITimer? _timer;

    /// <summary>How many calls may be under way now.</summary>
    public int Window
    {
        get
        {
            lock (_gate)
            {
                return (int)_window;
            }
        }
    }

    /// <summary>How many calls are under way, and how many wait.</summary>
    public (int UnderWay, int Waiting) Load
    {
        get
        {
            lock (_gate)
            {
                return (_underWay, _waiters.Count);
            }
        }
    }

    /// <summary>Waits until a call may begin.</summary>
    /// <returns>The slot, to be given back with <see cref="Leave"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; no slot is held.</exception>
    public ValueTask<CallSlot> EnterAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiters.Count == 0 && HasRoom())
            {
                _underWay++;
                return new ValueTask<CallSlot>(_slot);
            }
        }

        return WaitAsync(cancellationToken);
    }

    /// <summary>Gives a slot back.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="wait">With <see cref="CallOutcome.Refused"/>, how long the target asked to be left alone.</param>
    public void Leave(CallSlot slot, CallOutcome outcome, TimeSpan? wait = null)
    {
        lock (_gate)
        {
            _underWay--;
            if (outcome == CallOutcome.Refused)
            {
                Hold(slot, wait);
            }
            else if (outcome == CallOutcome.Succeeded)
            {
                _refusals = 0;
                _window = Math.Min(widest, _window + (1 / _window));
            }

            LetIn();
        }
    }

    /// <summary>Ends the waits that are left.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            foreach (Waiter waiter in _waiters)
            {
                waiter.Granted.TrySetException(new ObjectDisposedException("target"));
            }

            _waiters.Clear();
        }
    }

    private async ValueTask<CallSlot> WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter = new(this);
        lock (_gate)
        {
            _waiters.AddLast(waiter.Place);
            LetIn();
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).GiveUp(token),
            waiter
        );
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Granted.Task.ConfigureAwait(false);
        }
    }

    private bool HasRoom() => !_isHeld && _underWay < (int)_window;

    private void LetIn()
    {
        while (_waiters.First is { } first && HasRoom())
        {
            _waiters.RemoveFirst();
            _underWay++;
            first.Value.Granted.TrySetResult(_slot);
        }
    }

    private void Hold(CallSlot slot, TimeSpan? asked)
    {
        if (slot == _slot)
        {
            _slot = new CallSlot(_slot.Epoch + 1);
            _window = Math.Max(1, Math.Floor(_window / 2));
            _refusals = Math.Min(_refusals + 1, 16);
        }

        TimeSpan wait = asked ?? firstWait * Math.Pow(2, Math.Max(0, _refusals - 1));
        wait = wait < longestWait ? wait : longestWait;
        long until = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        if (wait > TimeSpan.Zero && (!_isHeld || until > _heldUntil))
        {
            _isHeld = true;
            _heldUntil = until;
            SetTimer(wait);
        }
    }

    private void SetTimer(TimeSpan wait)
    {
        _timer ??= time.CreateTimer(
            static state => ((CallPace)state!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            // Timers may fire a little before their time.
            TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), _heldUntil);
            if (left > TimeSpan.Zero)
            {
                SetTimer(left);
                return;
            }

            _isHeld = false;
            LetIn();
        }
    }

    private sealed class Waiter
    {
        private readonly CallPace _owner;

        public Waiter(CallPace owner)
        {
            _owner = owner;
            Place = new LinkedListNode<Waiter>(this);
        }

        public LinkedListNode<Waiter> Place { get; }

        public TaskCompletionSource<CallSlot> Granted { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Leaves the queue, unless the slot was granted already.</summary>
        public void GiveUp(CancellationToken cancellationToken)
        {
            lock (_owner._gate)
            {
                if (Place.List is null)
                {
                    return;
                }

                Place.List.Remove(Place);
            }

            Granted.TrySetCanceled(cancellationToken);
        }
    }
}

/// <summary>The right to make one call; calls that may be under way together share it.</summary>
/// <param name="Epoch">Which calls were under way together.</param>
internal sealed record CallSlot(int Epoch);

/// <summary>How a call ended, as far as the pace goes.</summary>
internal enum CallOutcome
{
    /// <summary>The target answered.</summary>
    Succeeded,

    /// <summary>The target asked to be called less often.</summary>
    Refused,

    /// <summary>Something else; the pace stays as it is.</summary>
    Other,
}
