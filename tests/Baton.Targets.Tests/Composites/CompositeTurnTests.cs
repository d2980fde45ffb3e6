using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Composites;
using Baton.Targets.Tests.Processes;

namespace Baton.Targets.Tests.Composites;

/// <summary>How members work together in a turn, and how their turns end.</summary>
public sealed class CompositeTurnTests
{
    [Fact]
    public async Task In_sequence_the_answer_of_one_is_the_input_of_the_next_and_the_last_one_streams()
    {
        await using IConversation talk = Ensemble.InSequence(
            Ensemble.Playing("draft", (turn, _) => Say($"draft of {turn.Input}")),
            Ensemble.Playing("polish", (turn, _) => Say("polished ", turn.Input))
        );

        List<AgentEvent> events = await talk.AskAsync("it");

        events.Answer().ShouldBe("polished draft of it");
        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["polished ", "draft of it"]);
        events
            .OfType<NestedEvent>()
            .Where(nested => nested.Event is FinalEvent)
            .Select(nested => nested.AgentName)
            .ShouldBe(["draft", "polish"]);
    }

    [Fact]
    public async Task In_sequence_the_first_failure_ends_the_turn_and_names_the_member()
    {
        Ensemble.PlayedTarget never = new((_, _) => Say("never"));
        await using IConversation talk = Ensemble.InSequence(
            Ensemble.Saying("a", "fine"),
            Ensemble.Member(
                "b",
                1,
                new ErrorEvent(
                    new AgentError(ErrorKind.ProcessExit, "it died") { Details = new() { ["exit_code"] = 3 } }
                )
            ),
            new Member("c", "c", 1, never)
        );

        AgentError error = (await talk.AskAsync("?")).Failure();

        (error.Kind, error.Message).ShouldBe((ErrorKind.ProcessExit, "`b`: it died"));
        error.Details!.ToJsonString().ShouldBe("""{"exit_code":3,"member":"b"}""");
        never.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_sequence_a_guard_of_a_member_limits_the_whole()
    {
        await using IConversation talk = Ensemble.InSequence(
            Ensemble.Member("a", 1, new TextEvent("part"), new LimitEvent("max_duration", "too long"))
        );

        List<AgentEvent> events = await talk.AskAsync("?");

        events[0].ShouldBe(new TextEvent("part"));
        events[^1].ShouldBe(new LimitEvent("max_duration", "`a`: too long"));
    }

    [Fact]
    public async Task Members_remember_their_own_words_from_turn_to_turn()
    {
        Ensemble.PlayedTarget first = new((turn, _) => Say($"first on {turn.Input}"));
        Ensemble.PlayedTarget second = new((turn, _) => Say($"second on {turn.Input}"));
        await using IConversation talk = Ensemble.InSequence(
            new Member("1", "1", 1, first),
            new Member("2", "2", 1, second)
        );

        await talk.AskAsync("one");
        await talk.AskAsync("two", number: 2);

        Told(first.Turns[1]).ShouldBe(["user: one", "assistant: first on one"]);
        Told(second.Turns[1]).ShouldBe(["user: first on one", "assistant: second on first on one"]);
        second.Turns[1].Number.ShouldBe(2);
        (first.OpenConversations, second.OpenConversations).ShouldBe((1, 1));
        await talk.DisposeAsync();
        (first.OpenConversations, second.OpenConversations).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Members_that_get_the_input_work_at_the_same_time()
    {
        TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;
        async IAsyncEnumerable<AgentEvent> MeetAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref waiting) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            yield return new FinalEvent("met");
        }

        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            [Ensemble.Playing("a", (_, stop) => MeetAsync(stop)), Ensemble.Playing("b", (_, stop) => MeetAsync(stop))],
            minSuccess: 2
        );

        (await talk.AskAsync("?")).Answer().ShouldBe("met");
    }

    [Fact]
    public async Task Enough_answers_are_a_success_and_too_few_a_failure_that_tells_all_of_it()
    {
        Member[] members =
        [
            Ensemble.Saying("a", "fine"),
            Ensemble.Member("b", 1, new ErrorEvent(new AgentError(ErrorKind.Refused, "nobody listens"))),
            Ensemble.Member("c", 1, new LimitEvent("max_tool_calls", "too many calls")),
        ];
        await using IConversation enough = Ensemble.Gathered(CompositeAggregate.Vote, members);
        await using IConversation tooFew = Ensemble.Gathered(CompositeAggregate.Vote, members, minSuccess: 2);

        FinalEvent final = (await enough.AskAsync("?"))[^1].ShouldBeOfType<FinalEvent>();
        AgentError error = (await tooFew.AskAsync("?")).Failure();

        final.Output.ShouldBe("fine");
        JsonElement told = final.Metadata!.Value.GetProperty("members");
        told.EnumerateArray().Select(each => each.GetProperty("name").GetString()).ShouldBe(["a", "b", "c"]);
        (told[1].GetProperty("error").GetString(), told[2].GetProperty("limit").GetString()).ShouldBe(
            (ErrorKind.Refused, "max_tool_calls")
        );
        error.Message.ShouldBe(
            "1 of 3 targets answered, and 2 must (`min_success`): `b`: nobody listens; `c`: too many calls"
        );
    }

    [Fact]
    public async Task When_all_fail_alike_the_kind_of_failure_is_theirs()
    {
        ErrorEvent refused = new(new AgentError(ErrorKind.Refused, "nobody listens"));
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            [Ensemble.Member("a", 1, refused), Ensemble.Member("b", 1, refused)]
        );

        AgentError error = (await talk.AskAsync("?")).Failure();

        error.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldStartWith("none of 2 targets answered: ");
    }

    [Fact]
    public async Task A_cancelled_turn_ends_every_member()
    {
        using CancellationTokenSource cancel = new();
        Ensemble.PlayedTarget[] targets = [new(HangAsync), new(HangAsync), new((_, _) => Say("quick"))];
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            targets.Select((target, index) => new Member($"{index}", $"{index}", 1, target))
        );

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (AgentEvent happened in talk.TakeTurnAsync(new Turn { Input = "?" }, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        targets.ShouldAllBe(target => target.OpenTurns == 0);
    }

    [Fact]
    public async Task A_turn_that_is_left_early_ends_every_member()
    {
        Ensemble.PlayedTarget[] targets = [new(HangAsync), new((_, _) => Say("quick"))];
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            targets.Select((target, index) => new Member($"{index}", $"{index}", 1, target))
        );

        await foreach (
            AgentEvent happened in talk.TakeTurnAsync(new Turn { Input = "?" }, TestContext.Current.CancellationToken)
        )
        {
            break;
        }

        targets.ShouldAllBe(target => target.OpenTurns == 0);
    }

    [Fact]
    public async Task A_member_that_throws_ends_the_others_and_is_not_hidden()
    {
        Ensemble.PlayedTarget hanging = new(HangAsync);
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            [
                new Member("0", "0", 1, hanging),
                Ensemble.Playing("1", (_, _) => throw new InvalidOperationException("a fault of ours")),
            ]
        );

        InvalidOperationException fault = await Should.ThrowAsync<InvalidOperationException>(() => talk.AskAsync("?"));

        fault.Message.ShouldBe("a fault of ours");
        hanging.OpenTurns.ShouldBe(0);
    }

    [Fact]
    public async Task Spans_of_two_members_with_the_same_ids_are_told_apart()
    {
        AgentEvent[] spans =
        [
            new SpanStartedEvent("s", "model", "generation") { ParentSpanId = "root" },
            new SpanEndedEvent("s"),
            new FinalEvent("ok"),
        ];
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Vote,
            [Ensemble.Member("a", 1, spans), Ensemble.Member("b", 1, spans)]
        );

        List<AgentEvent> told = [.. (await talk.AskAsync("?")).OfType<NestedEvent>().Select(nested => nested.Event)];

        told.OfType<SpanStartedEvent>()
            .Select(span => (span.SpanId, span.ParentSpanId))
            .ShouldBe([("a/s", "a/root"), ("b/s", "b/root")], ignoreOrder: true);
        told.OfType<SpanEndedEvent>().Select(span => span.SpanId).ShouldBe(["a/s", "b/s"], ignoreOrder: true);
    }

    private static async IAsyncEnumerable<AgentEvent> HangAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return new FinalEvent("never");
    }

    private static IAsyncEnumerable<AgentEvent> Say(params string[] words) =>
        words
            .Select(AgentEvent (word) => new TextEvent(word))
            .Append(new FinalEvent(string.Concat(words)))
            .ToAsyncEnumerable();

    private static IEnumerable<string> Told(Turn turn) =>
        turn.History.Select(message => $"{message.Role}: {message.Text}");
}
