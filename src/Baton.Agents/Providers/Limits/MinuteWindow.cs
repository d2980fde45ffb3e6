namespace Baton.Agents.Providers.Limits;

/// <summary>What was used in the last 60 seconds. Not thread-safe.</summary>
/// <param name="most">The amount at which the window is full; <see langword="null"/> for never.</param>
internal sealed class MinuteWindow(long? most)
{
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(1);

    private readonly Queue<(long Timestamp, long Amount)> _used = new();
    private long _sum;

    /// <summary>Adds a use.</summary>
    public void Add(long timestamp, long amount)
    {
        if (most is not null && amount > 0)
        {
            _used.Enqueue((timestamp, amount));
            _sum += amount;
        }
    }

    /// <summary>How long until the window has room; zero when it has some now.</summary>
    public TimeSpan WaitAt(TimeProvider timeProvider)
    {
        long now = timeProvider.GetTimestamp();
        while (
            _used.TryPeek(out (long Timestamp, long Amount) oldest)
            && Age(timeProvider, oldest.Timestamp, now) >= _length
        )
        {
            _used.Dequeue();
            _sum -= oldest.Amount;
        }

        if (_sum < (most ?? long.MaxValue))
        {
            return TimeSpan.Zero;
        }

        long left = _sum;
        foreach ((long timestamp, long amount) in _used)
        {
            left -= amount;
            if (left < most)
            {
                return _length - Age(timeProvider, timestamp, now);
            }
        }

        return _length;
    }

    private static TimeSpan Age(TimeProvider timeProvider, long timestamp, long now) =>
        timeProvider.GetElapsedTime(timestamp, now);
}
