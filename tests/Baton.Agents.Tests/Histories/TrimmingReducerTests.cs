using Baton.Agents.Histories;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Histories;

public sealed class TrimmingReducerTests
{
    private static readonly ChatMessage[] _twoTurns =
    [
        new(ChatRole.System, "Be brief."),
        new(ChatRole.User, "One"),
        new(ChatRole.Assistant, [new FunctionCallContent("a", "look")]),
        new(ChatRole.Tool, [new FunctionResultContent("a", "seen")]),
        new(ChatRole.Assistant, "First"),
        new(ChatRole.User, "Two"),
        new(ChatRole.Assistant, [new FunctionCallContent("b", "look")]),
        new(ChatRole.Tool, [new FunctionResultContent("b", "seen")]),
        new(ChatRole.Assistant, "Second"),
    ];

    [Fact]
    public async Task A_history_within_its_limits_is_returned_itself()
    {
        TrimmingReducer reducer = new(
            new()
            {
                MaxTurns = 2,
                MaxMessages = 8,
                MaxTokens = 10_000,
            }
        );

        (await reducer.ReduceAsync(_twoTurns, CancellationToken.None)).ShouldBeSameAs(_twoTurns);
    }

    [Theory]
    [InlineData(1, null, new[] { 0, 5, 6, 7, 8 })]
    [InlineData(null, 7, new[] { 0, 5, 6, 7, 8 })]
    [InlineData(null, 3, new[] { 0, 5, 8 })]
    [InlineData(null, 1, new[] { 0, 5, 8 })]
    public async Task Whole_turns_go_first_and_then_calls_with_their_results(int? turns, int? messages, int[] kept)
    {
        TrimmingReducer reducer = new(new() { MaxTurns = turns, MaxMessages = messages });

        (await reducer.ReduceAsync(_twoTurns, CancellationToken.None)).ShouldBe(kept.Select(index => _twoTurns[index]));
    }

    [Fact]
    public async Task Tokens_are_counted_by_whatever_counts_them()
    {
        TrimmingReducer reducer = new(new() { MaxTokens = 50, CountTokens = static _ => 10 });

        (await reducer.ReduceAsync(_twoTurns, CancellationToken.None)).Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_broken_history_comes_back_valid()
    {
        TrimmingReducer reducer = new(new() { MaxTurns = 10 });
        ChatMessage[] broken =
        [
            new(ChatRole.User, "x"),
            new(ChatRole.Assistant, [new FunctionCallContent("a", "look")]),
        ];

        IEnumerable<ChatMessage> reduced = await reducer.ReduceAsync(broken, CancellationToken.None);

        HistoryRules.Validate([.. reduced]).ShouldBeEmpty();
    }

    [Fact]
    public void A_limit_below_one_is_refused() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new HistoryLimits { MaxTokens = 0 })
            .Message.ShouldContain("`MaxTokens` is at least 1");

    [Fact]
    public void The_estimate_counts_text_calls_results_and_images()
    {
        TokenEstimate.Of(new(ChatRole.User, new string('x', 401))).ShouldBe(4 + 101);
        TokenEstimate
            .Of(new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png"), new TextContent("1234")]))
            .ShouldBe(4 + 1000 + 1);
        TokenEstimate
            .Of(new(ChatRole.Assistant, [new FunctionCallContent("a", "look"), new TextReasoningContent("hmmm")]))
            .ShouldBe(4 + 3);
        TokenEstimate.Of(new(ChatRole.Tool, [new FunctionResultContent("a", new[] { 1, 2, 3, 4 })])).ShouldBe(4 + 3);
    }

    [Fact]
    public void Any_limits_leave_a_valid_history_with_the_last_request_and_hold_unless_that_alone_is_more() =>
        Prop.ForAll(
                ArbitraryHistories.Valid.ToArbitrary(),
                ArbitraryHistories.Limits.ToArbitrary(),
                (history, limits) =>
                {
                    List<ChatMessage> reduced =
                    [
                        .. new TrimmingReducer(limits).ReduceAsync(history, CancellationToken.None).Result,
                    ];

                    HistoryRules.Validate(reduced).ShouldBeEmpty();
                    reduced.ShouldContain(history.Last(message => message.Role == ChatRole.User));
                    reduced[^1].ShouldBeSameAs(history[^1]);
                    reduced.ShouldBe(history.Where(reduced.Contains), "the order stays");
                    bool isMinimal = reduced.Count(message => message.Role == ChatRole.Assistant) <= 1;
                    int said = reduced.Count(message => message.Role != ChatRole.System);
                    (isMinimal || !(said > limits.MaxMessages)).ShouldBeTrue();
                    (isMinimal || !(reduced.Sum(limits.CountTokens) > limits.MaxTokens)).ShouldBeTrue();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
