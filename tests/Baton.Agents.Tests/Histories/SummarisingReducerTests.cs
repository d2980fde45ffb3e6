using Baton.Agents.Histories;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Histories;

public sealed class SummarisingReducerTests
{
    private readonly List<SummarisedHistory> _reports = [];

    [Fact]
    public async Task What_is_dropped_becomes_a_summary_in_front_and_the_last_turns_stay()
    {
        using ScriptedChatClient model = new([
            new ScriptedReply
            {
                Text = " They talked. ",
                Usage = new() { InputTokenCount = 50, OutputTokenCount = 3 },
            },
        ]);
        ChatMessage[] history = [new(ChatRole.System, "Be brief."), .. Turns(5)];

        List<ChatMessage> reduced = await ReduceAsync(Reducer(model, maxTurns: 4, keepTurns: 2), history);

        reduced[0].ShouldBeSameAs(history[0]);
        reduced[1].Role.ShouldBe(ChatRole.User);
        reduced[1].Text.ShouldBe("Summary of the conversation so far:\nThey talked.");
        reduced.Skip(2).ShouldBe(history.TakeLast(8));
        HistoryRules.Validate(reduced).ShouldBeEmpty();
        SummarisedHistory report = _reports.ShouldHaveSingleItem();
        report.DroppedCount.ShouldBe(12);
        report.Usage!.OutputTokenCount.ShouldBe(3);
        report.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task The_model_reads_a_transcript_and_is_told_to_obey_nothing_in_it()
    {
        using ScriptedChatClient model = new([ScriptedReply.Say("They talked.")]);

        await ReduceAsync(Reducer(model, maxTurns: 1, keepTurns: 1), Turns(2));

        ScriptedRequest request = model.Requests.ShouldHaveSingleItem();
        request.Messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        request
            .Messages[1]
            .Text.ShouldBe(
                """
                Transcript:
                user: Question 0
                assistant calls look {"at":0}
                result: seen 0
                assistant: Answer 0

                """
            );
        request.Options!.MaxOutputTokens.ShouldBe(1000);
    }

    [Fact]
    public async Task A_history_within_its_limits_asks_no_model()
    {
        using ScriptedChatClient model = new([]);
        ChatMessage[] history = Turns(3);

        (await Reducer(model, maxTurns: 3).ReduceAsync(history, CancellationToken.None)).ShouldBeSameAs(history);
        _reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_earlier_summary_is_summarised_again_with_what_came_after_it()
    {
        using ScriptedChatClient model = new([
            ScriptedReply.Say("They met."),
            ScriptedReply.Say("They met and talked."),
        ]);
        SummarisingReducer reducer = Reducer(model, maxTurns: 2, keepTurns: 1);
        List<ChatMessage> once = await ReduceAsync(reducer, Turns(3));

        List<ChatMessage> twice = await ReduceAsync(reducer, [.. once, .. Turns(2, first: 3)]);

        model.Requests[1].Messages[1].Text.ShouldStartWith("Summary of what came before:\nThey met.\n\nTranscript:\n");
        twice.Count(message => message.Text.StartsWith("Summary", StringComparison.Ordinal)).ShouldBe(1);
        twice[0].Text.ShouldEndWith("They met and talked.");
        twice.Count.ShouldBe(1 + 4);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_a_trimmed_history_with_the_earlier_summary_and_says_why()
    {
        ModelException failure = new(ErrorKind.RateLimited, "Too many requests");
        using ScriptedChatClient model = new([ScriptedReply.Say("They met."), ScriptedReply.Fail(failure)]);
        SummarisingReducer reducer = Reducer(model, maxTurns: 2, keepTurns: 1);
        List<ChatMessage> once = await ReduceAsync(reducer, Turns(3));

        List<ChatMessage> trimmed = await ReduceAsync(reducer, [.. once, .. Turns(2, first: 3)]);

        trimmed[0].ShouldBeSameAs(once[0]);
        trimmed.Count.ShouldBe(1 + 8, "the two turns that the limit allows");
        _reports[1].Failure.ShouldBeSameAs(failure);
        _reports[1].Summary.ShouldBeSameAs(once[0]);
    }

    [Fact]
    public async Task An_answer_without_text_is_a_failure()
    {
        using ScriptedChatClient model = new([ScriptedReply.Say("  ")]);

        (await ReduceAsync(Reducer(model, maxTurns: 1), Turns(2))).Count.ShouldBe(4);

        ((ModelException)_reports[0].Failure!).Kind.ShouldBe(ErrorKind.NoOutput);
    }

    [Fact]
    public async Task A_model_that_never_answers_is_given_up_on()
    {
        ManualTimeProvider clock = new();
        using ScriptedChatClient model = new([new ScriptedReply { Delay = TimeSpan.FromDays(1) }], clock);
        SummarisingReducer reducer = new(model, new() { MaxTurns = 1 }, clock) { Timeout = TimeSpan.FromSeconds(5) };

        Task<SummarisedHistory> reducing = reducer.SummariseAsync(Turns(2));
        clock.Advance(TimeSpan.FromSeconds(5));

        SummarisedHistory trimmed = await reducing;
        trimmed.Messages.Count.ShouldBe(4);
        ((ModelException)trimmed.Failure!).Kind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_model()
    {
        using CancellationTokenSource cancel = new();
        using ScriptedChatClient model = new(
            [new ScriptedReply { Delay = TimeSpan.FromDays(1) }],
            new ManualTimeProvider()
        );

        Task<SummarisedHistory> reducing = Reducer(model, maxTurns: 1).SummariseAsync(Turns(2), cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reducing);
        _reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_grows_call_by_call_is_summarised_now_and_then_and_nothing_twice()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Summary {number}."));
        SummarisingReducer reducer = new(model, new() { MaxMessages = 12 });
        List<ChatMessage> history = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Count.")];
        for (int round = 0; round < 40; round++)
        {
            List<ChatMessage> reduced = await ReduceAsync(reducer, history);

            HistoryRules.Validate(reduced).ShouldBeEmpty();
            reduced.ShouldContain(history[1]);
            reduced.Count.ShouldBeLessThanOrEqualTo(12 + 2);
            history.AddRange(Turn(round)[1..3]);
        }

        model.Requests.Count.ShouldBeLessThan(12);
        string asked = string.Concat(model.Requests.Select(request => request.Messages[1].Text));
        for (int round = 0; round < 30; round++)
        {
            asked.Split($"result: seen {round}\n").Length.ShouldBe(2, "each result is read once");
        }

        history.AddRange(Turns(4, first: 100));
        (await reducer.SummariseAsync(history)).Summary!.Text.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_message_that_stands_in_two_conversations_brings_no_summary_from_one_into_the_other()
    {
        using ScriptedChatClient model = new((request, _) => ScriptedReply.Say(request.Messages[1].Text));
        SummarisingReducer reducer = Reducer(model, maxTurns: 1, keepTurns: 1);
        ChatMessage[] shared = Turns(1);
        ChatMessage last = new(ChatRole.User, "And?");
        await ReduceAsync(
            reducer,
            [new(ChatRole.User, "My secret is 42."), new(ChatRole.Assistant, "Fine."), .. shared, last]
        );

        List<ChatMessage> other = await ReduceAsync(
            reducer,
            [new(ChatRole.User, "Hello."), new(ChatRole.Assistant, "Hi."), .. shared, last]
        );

        other[0].Text.ShouldContain("Hello.");
        other.ShouldAllBe(message => !message.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_conversation_shortened_again_and_again_stays_valid_and_loses_nothing_unread() =>
        Prop.ForAll(
                ArbitraryHistories.Valid.ToArbitrary(),
                ArbitraryHistories.Limits.ToArbitrary(),
                (history, limits) =>
                {
                    using ScriptedChatClient model = new((_, _) => ScriptedReply.Say("Summary."));
                    SummarisingReducer reducer = new(model, limits) { KeepTurns = 1 };
                    for (int length = 1; length <= history.Count; length++)
                    {
                        ChatMessage[] sofar = [.. history.Take(length)];
                        if (HistoryRules.Validate(sofar).Count > 0 || sofar[^1].Role == ChatRole.System)
                        {
                            continue;
                        }

                        List<ChatMessage> reduced = [.. reducer.ReduceAsync(sofar, CancellationToken.None).Result];

                        HistoryRules.Validate(reduced).ShouldBeEmpty();
                        reduced[^1].ShouldBeSameAs(sofar[^1]);
                        reduced.ShouldContain(sofar.Last(message => message.Role == ChatRole.User));
                        string read = string.Concat(model.Requests.Select(request => request.Messages[1].Text));
                        sofar
                            .Except(reduced)
                            .ShouldAllBe(message => read.Contains(Mark(message), StringComparison.Ordinal));
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Any_limits_leave_a_valid_history_with_the_last_request_whether_the_model_answers_or_not() =>
        Prop.ForAll(
                ArbitraryHistories.Valid.ToArbitrary(),
                ArbitraryHistories.Limits.ToArbitrary(),
                Gen.Choose(-4, 4).Where(static keep => keep != 0).ToArbitrary(),
                (history, limits, keep) =>
                {
                    using ScriptedChatClient model = new(
                        (_, _) => ScriptedReply.Say(keep > 0 ? "Summary." : string.Empty)
                    );
                    SummarisingReducer reducer = new(model, limits) { KeepTurns = Math.Abs(keep) };

                    List<ChatMessage> reduced = [.. reducer.ReduceAsync(history, CancellationToken.None).Result];

                    HistoryRules.Validate(reduced).ShouldBeEmpty();
                    reduced.ShouldContain(history.Last(message => message.Role == ChatRole.User));
                    reduced[^1].ShouldBeSameAs(history[^1]);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private SummarisingReducer Reducer(ScriptedChatClient model, int maxTurns, int keepTurns = 4) =>
        new(model, new() { MaxTurns = maxTurns }) { KeepTurns = keepTurns, OnSummarised = _reports.Add };

    private static string Mark(ChatMessage message) =>
        message.Contents.OfType<FunctionResultContent>().FirstOrDefault()?.Result?.ToString() ?? message.Text;

    private static async Task<List<ChatMessage>> ReduceAsync(
        IChatReducer reducer,
        IReadOnlyList<ChatMessage> history
    ) => [.. await reducer.ReduceAsync(history, CancellationToken.None)];

    private static ChatMessage[] Turns(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).SelectMany(Turn)];

    private static ChatMessage[] Turn(int number) =>
        [
            new(ChatRole.User, $"Question {number}"),
            new(
                ChatRole.Assistant,
                [
                    new FunctionCallContent(
                        $"call_{number}",
                        "look",
                        new Dictionary<string, object?>(StringComparer.Ordinal) { ["at"] = number }
                    ),
                ]
            ),
            new(ChatRole.Tool, [new FunctionResultContent($"call_{number}", $"seen {number}")]),
            new(ChatRole.Assistant, $"Answer {number}"),
        ];
}
