namespace Baton.Topologies.Tests;

/// <summary>The system's clock, with timers that go off at once: waits cost nothing.</summary>
internal sealed class HastyTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(
            callback,
            state,
            dueTime < TimeSpan.FromMinutes(1)
            && dueTime > TimeSpan.FromMilliseconds(100)
            && dueTime < TimeSpan.FromSeconds(4)
                ? TimeSpan.Zero
                : dueTime,
            period
        );
}
