namespace Baton.Targets.Processes.Conversations;

/// <summary>Requests an agent was told to give up, until it confirms. Thread-safe.</summary>
/// <param name="patience">How long the agent may take to confirm.</param>
/// <param name="time">The clock.</param>
/// <param name="unheard">Is called when it took longer.</param>
internal sealed class Cancellations(TimeSpan patience, TimeProvider time, Action unheard) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ITimer> _waiting = [];
    private bool _isDisposed;

    /// <summary>The agent was told.</summary>
    public void Add(long request)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _waiting[request] = time.CreateTimer(
                    _ => Expire(request),
                    state: null,
                    patience,
                    Timeout.InfiniteTimeSpan
                );
            }
        }
    }

    /// <summary>The agent's last line for the request came.</summary>
    public void Confirm(long request)
    {
        lock (_gate)
        {
            if (_waiting.Remove(request, out ITimer? timer))
            {
                timer.Dispose();
            }
        }
    }

    /// <summary>The process is over; nothing is waited for any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (ITimer timer in _waiting.Values)
            {
                timer.Dispose();
            }

            _waiting.Clear();
        }
    }

    private void Expire(long request)
    {
        bool isUnheard;
        lock (_gate)
        {
            isUnheard = _waiting.Remove(request, out ITimer? timer);
            timer?.Dispose();
        }

        if (isUnheard)
        {
            unheard();
        }
    }
}
