namespace Baton.Mcp.Tests;

/// <summary>The system's clock, except that waits of one length end when the test says so.</summary>
/// <param name="length">The length.</param>
internal sealed class AlarmTimeProvider(TimeSpan length) : TimeProvider
{
    private readonly TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends those waits.</summary>
    public void Ring() => _rung.TrySetResult();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime == length ? new Alarm(_rung.Task, callback, state) : base.CreateTimer(callback, state, dueTime, period);

    private sealed class Alarm : ITimer
    {
        private volatile bool _off;

        public Alarm(Task rung, TimerCallback callback, object? state) =>
            _ = rung.ContinueWith(
                _ =>
                {
                    if (!_off)
                    {
                        callback(state);
                    }
                },
                TaskScheduler.Default
            );

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _off = true;

        public ValueTask DisposeAsync()
        {
            _off = true;
            return ValueTask.CompletedTask;
        }
    }
}
