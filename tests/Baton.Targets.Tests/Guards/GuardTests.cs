using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Guards;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Guards;

public sealed class GuardTests
{
    [Fact]
    public async Task Streamed_output_is_cut_and_the_agent_stopped()
    {
        await using ScriptedTarget agent = new((_, token) => Endless(token));
        IReadOnlyList<AgentEvent> events = await TurnAsync(Guarded(agent, new GuardOptions { OutputCharLimit = 7 }));
        events.Text().ShouldBe("abcabca");
        LimitEvent limit = events[^1].ShouldBeOfType<LimitEvent>();
        limit.Limit.ShouldBe("output_char_limit");
        limit.Message.ShouldContain("7 characters");
        agent.Ended.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_came_whole_is_cut_too()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(new FinalEvent("a long answer"));
        IReadOnlyList<AgentEvent> events = await TurnAsync(Guarded(agent, new GuardOptions { MaxOutputBytes = 6 }));
        events.Text().ShouldBe("a long");
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_output_bytes");
    }

    [Fact]
    public async Task Output_within_its_bounds_passes_unchanged()
    {
        AgentEvent[] script =
        [
            new TextEvent("a\ud83d"),
            new TextEvent("\ude00"),
            new LogEvent("x", "stderr"),
            new FinalEvent("a😀"),
        ];
        await using ScriptedTarget agent = ScriptedTarget.Playing(script);
        IReadOnlyList<AgentEvent> events = await TurnAsync(Guarded(agent, new GuardOptions { OutputCharLimit = 3 }));
        events.Text().ShouldBe("a😀");
        events.Output().ShouldBe("a😀");
        events.OfType<LogEvent>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_bound_of_tool_calls_holds_for_the_whole_run()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(
            new ToolCallEvent("1", "search", null),
            new ToolCallEvent("2", "book", null),
            new FinalEvent("done")
        );
        ITarget guarded = Guarded(agent, new GuardOptions { MaxToolCalls = 3 });
        await using IConversation conversation = guarded.StartConversation(new ConversationContext { RunId = "r" });
        (await TurnAsync(conversation)).Output().ShouldBe("done");
        IReadOnlyList<AgentEvent> second = await TurnAsync(conversation);
        second.OfType<ToolCallEvent>().Count().ShouldBe(1);
        LimitEvent limit = second[^1].ShouldBeOfType<LimitEvent>();
        limit.Limit.ShouldBe("max_tool_calls");
        limit.Message.ShouldContain("`book`");
    }

    [Fact]
    public async Task Tool_calls_of_a_composites_members_count_together()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(
            new NestedEvent("member-1", "a", new ToolCallEvent("1", "search", null)),
            new NestedEvent("member-2", "b", new NestedEvent("member-1", "c", new ToolCallEvent("1", "book", null))),
            new FinalEvent("done")
        );
        ITarget guarded = Guarded(agent, new GuardOptions { MaxToolCalls = 1 });

        IReadOnlyList<AgentEvent> events = await TurnAsync(guarded);

        events.OfType<NestedEvent>().Count().ShouldBe(1);
        events[^1].ShouldBeOfType<LimitEvent>().Message.ShouldContain("`book`");
    }

    [Fact]
    public async Task Working_time_is_counted_over_all_turns_and_without_the_time_between()
    {
        ManualTimeProvider time = new();
        await using ScriptedTarget agent = new((call, token) => Working(time, TimeSpan.FromSeconds(4), token));
        ITarget guarded = Guarded(agent, new GuardOptions { MaxDuration = TimeSpan.FromSeconds(10) }, time);
        await using IConversation conversation = guarded.StartConversation(new ConversationContext { RunId = "r" });
        (await TurnAsync(conversation)).Output().ShouldBe("done");
        time.Advance(TimeSpan.FromSeconds(100));
        (await TurnAsync(conversation)).Output().ShouldBe("done");
        IReadOnlyList<AgentEvent> third = await TurnAsync(conversation);
        third.Text().ShouldBe("working");
        third[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_duration");
        (await TurnAsync(conversation)).ShouldHaveSingleItem().ShouldBeOfType<LimitEvent>();
        agent.Calls.ShouldBe(3);
        agent.Ended.ShouldBe(3);
    }

    [Fact]
    public async Task Without_options_nothing_is_changed()
    {
        AgentEvent[] script = [new TextEvent("a"), new ToolCallEvent("1", "t", null), new FinalEvent("b")];
        await using ScriptedTarget agent = ScriptedTarget.Playing(script);
        await using ITarget plain = TargetFactory.LayAround(agent, new RunnerOptions(), Here);
        (await TurnAsync(plain)).ShouldBe(script);
        plain.Name.ShouldBe("scripted");
        await plain.DisposeAsync();
        agent.IsDisposed.ShouldBeTrue();
    }

    private static ITarget Guarded(ITarget agent, GuardOptions guards, TimeProvider? time = null) =>
        TargetFactory.LayAround(
            agent,
            new RunnerOptions { Guards = guards },
            Here with
            {
                TimeProvider = time ?? TimeProvider.System,
            }
        );

    private static async IAsyncEnumerable<AgentEvent> Endless(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (true)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TextEvent("abc");
        }
    }

    private static async IAsyncEnumerable<AgentEvent> Working(
        ManualTimeProvider time,
        TimeSpan duration,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return new TextEvent("working");
        await Task.Yield();
        time.Advance(duration);
        cancellationToken.ThrowIfCancellationRequested();
        yield return new FinalEvent("done");
    }
}
