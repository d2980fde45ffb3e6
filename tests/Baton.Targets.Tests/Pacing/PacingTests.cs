using Baton.Agents;
using Baton.Targets.Pacing;
using Baton.Targets.Tests.Guards;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Pacing;

public sealed class PacingTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task No_more_calls_than_allowed_are_under_way()
    {
        int now = 0;
        int most = 0;
        await using ScriptedTarget agent = new((_, _) => Answer());
        await using ITarget target = TargetFactory.LayAround(agent, new RunnerOptions(), Here with { CallLimit = 3 });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TurnAsync(target)));
        most.ShouldBe(3);
        agent.Ended.ShouldBe(50);

        async IAsyncEnumerable<AgentEvent> Answer()
        {
            int here = Interlocked.Increment(ref now);
            InterlockedMax(ref most, here);
            for (int i = 0; i < 20; i++)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref now);
            yield return new FinalEvent("x");
        }
    }

    [Fact]
    public async Task Calls_begin_in_the_order_they_came()
    {
        using CallPace pace = Pace(1);
        CallSlot slot = await pace.EnterAsync(Cancellation);
        List<int> order = [];
        Task[] waiting =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(async i =>
                {
                    CallSlot own = await pace.EnterAsync(Cancellation);
                    order.Add(i);
                    pace.Leave(own, CallOutcome.Other);
                }),
        ];
        pace.Leave(slot, CallOutcome.Succeeded);
        await Task.WhenAll(waiting);
        order.ShouldBe([0, 1, 2, 3, 4]);
        pace.Load.ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_slot()
    {
        using CallPace pace = Pace(1);
        CallSlot slot = await pace.EnterAsync(Cancellation);
        using CancellationTokenSource source = new();
        Task cancelled = pace.EnterAsync(source.Token).AsTask();
        Task<CallSlot> next = pace.EnterAsync(Cancellation).AsTask();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        pace.Load.ShouldBe((1, 1));
        pace.Leave(slot, CallOutcome.Other);
        pace.Leave(await next, CallOutcome.Other);
        pace.Load.ShouldBe((0, 0));
    }

    [Fact]
    public async Task Slots_are_not_lost_however_calls_and_cancellations_meet()
    {
        using CallPace pace = new(4, TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System);
        Random random = new(7);
        await Task.WhenAll(
            Enumerable
                .Range(0, 400)
                .Select(i =>
                {
                    int cancelAfter = random.Next(6);
                    return Task.Run(async () =>
                    {
                        using CancellationTokenSource source = new();
                        Task<CallSlot> entering = pace.EnterAsync(source.Token).AsTask();
                        if (cancelAfter == 0)
                        {
                            await source.CancelAsync();
                        }

                        try
                        {
                            CallSlot slot = await entering;
                            await Task.Yield();
                            pace.Leave(slot, i % 9 == 0 ? CallOutcome.Refused : CallOutcome.Succeeded);
                        }
                        catch (OperationCanceledException)
                        {
                            cancelAfter.ShouldBe(0);
                        }
                    });
                })
        );
        pace.Load.ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_refusal_holds_every_call_and_halves_the_window_once()
    {
        using CallPace pace = Pace(8);
        List<CallSlot> slots = [];
        for (int i = 0; i < 8; i++)
        {
            slots.Add(await pace.EnterAsync(Cancellation));
        }

        Task<CallSlot>[] waiting = [.. Enumerable.Range(0, 8).Select(_ => pace.EnterAsync(Cancellation).AsTask())];
        slots.ForEach(slot => pace.Leave(slot, CallOutcome.Refused, TimeSpan.FromSeconds(5)));
        pace.Window.ShouldBe(4);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        pace.Load.ShouldBe((0, 8));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        pace.Load.ShouldBe((4, 4));
        await Task.WhenAll(waiting[..4]);
    }

    [Fact]
    public async Task The_window_recovers_step_by_step()
    {
        using CallPace pace = Pace(8);
        pace.Leave(await pace.EnterAsync(Cancellation), CallOutcome.Refused, TimeSpan.Zero);
        pace.Window.ShouldBe(4);
        List<int> windows = [];
        for (int i = 0; i < 40; i++)
        {
            pace.Leave(await pace.EnterAsync(Cancellation), CallOutcome.Succeeded);
            windows.Add(pace.Window);
        }

        windows.ShouldBe(windows.Order());
        windows[2].ShouldBe(4);
        windows[5].ShouldBe(5);
        windows[^1].ShouldBe(8);
    }

    [Fact]
    public async Task Without_a_word_from_the_target_the_wait_doubles()
    {
        using CallPace pace = Pace(8);
        foreach (int wait in new[] { 1, 2, 4, 8 })
        {
            pace.Leave(await pace.EnterAsync(Cancellation), CallOutcome.Refused);
            Task<CallSlot> next = pace.EnterAsync(Cancellation).AsTask();
            _time.Advance(TimeSpan.FromSeconds(wait - 0.5));
            next.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(0.5));
            pace.Leave(await next, CallOutcome.Other);
        }
    }

    [Fact]
    public async Task Waiting_for_a_slot_counts_towards_no_bound()
    {
        TaskCompletionSource release = new();
        await using ScriptedTarget agent = new((_, _) => Answer());
        RunnerOptions options = new()
        {
            TimeoutSeconds = TimeSpan.FromSeconds(10),
            Guards = new Baton.Targets.Guards.GuardOptions { MaxDuration = TimeSpan.FromSeconds(10) },
        };
        TargetEnvironment environment = Here with { CallLimit = 1, TimeProvider = _time };
        await using ITarget target = TargetFactory.LayAround(agent, options, environment);
        Task<IReadOnlyList<AgentEvent>>[] turns = [TurnAsync(target), TurnAsync(target), TurnAsync(target)];
        release.SetResult();
        foreach (Task<IReadOnlyList<AgentEvent>> turn in turns)
        {
            (await turn).Output().ShouldBe("x");
        }

        async IAsyncEnumerable<AgentEvent> Answer()
        {
            await release.Task;
            _time.Advance(TimeSpan.FromSeconds(8));
            yield return new FinalEvent("x");
        }
    }

    private CallPace Pace(int widest) => new(widest, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), _time);

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            seen =
                Interlocked.CompareExchange(ref target, value, seen) is var before && before == seen ? value : before;
        }
    }
}
