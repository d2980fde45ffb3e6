namespace Baton.Agents.Providers.Limits;

/// <summary>
/// Lets calls to a model begin in the order they came, as fast as a limit allows. Safe for concurrent use; may be
/// shared by several clients of the same model.
/// </summary>
public sealed class ModelRateLimiter : IDisposable
{
    private readonly ModelRateLimit _limit;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private readonly MinuteWindow _calls;
    private readonly MinuteWindow _tokens;
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    // Guards everything below and the three collections above; never held across an await or a continuation.
    private readonly Lock _gate = new();
    private int _underWay;

    /// <summary>Creates a limiter.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="timeProvider">The clock.</param>
    public ModelRateLimiter(ModelRateLimit limit, TimeProvider timeProvider)
    {
        _limit = limit;
        _timeProvider = timeProvider;
        _calls = new MinuteWindow(limit.CallsPerMinute);
        _tokens = new MinuteWindow(limit.TokensPerMinute);
        _timer = timeProvider.CreateTimer(
            static self => ((ModelRateLimiter)self!).Admit(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Waits until a call may begin. Every wait that ends well is followed by <see cref="Leave"/>.</summary>
    /// <param name="cancellationToken">Gives up the place in the queue.</param>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource place = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.AddLast(place);
        }

        Admit();
        if (place.Task.IsCompleted)
        {
            return;
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) => GiveUp(place, token),
            null
        );
        await using (registration.ConfigureAwait(false))
        {
            await place.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends a call and charges it.</summary>
    /// <param name="tokens">The tokens it used; 0 when unknown.</param>
    public void Leave(long tokens)
    {
        lock (_gate)
        {
            _underWay--;
            _tokens.Add(_timeProvider.GetTimestamp(), tokens);
        }

        Admit();
    }

    /// <summary>Stops the clock; calls that still wait stay waiting until they are cancelled.</summary>
    public void Dispose() => _timer.Dispose();

    private void GiveUp(TaskCompletionSource place, CancellationToken token)
    {
        lock (_gate)
        {
            _waiting.Remove(place);
        }

        place.TrySetCanceled(token);
        Admit();
    }

    private void Admit()
    {
        lock (_gate)
        {
            while (_waiting.First is { } first)
            {
                if (_underWay >= (_limit.Concurrent ?? int.MaxValue))
                {
                    return;
                }

                TimeSpan wait = Longer(_calls.WaitAt(_timeProvider), _tokens.WaitAt(_timeProvider));
                if (wait > TimeSpan.Zero)
                {
                    _timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }

                _waiting.RemoveFirst();
                if (first.Value.TrySetResult())
                {
                    _underWay++;
                    _calls.Add(_timeProvider.GetTimestamp(), 1);
                }
            }
        }
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
