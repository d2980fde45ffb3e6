using Baton.Agents;
using Baton.Targets.Composites;
using Baton.Targets.Composites.Aggregation;
using Baton.Targets.Tests.Processes;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Composites;

/// <summary>One answer is made of many.</summary>
public sealed class AggregationTests
{
    [Theory]
    [InlineData("Yes. |no|YES", "Yes. ")]
    [InlineData("no|yes", "no")]
    [InlineData("a  b|A B!|a c", "a  b")]
    [InlineData("!!!|???|!!!", "!!!")]
    public async Task A_vote_counts_heads_whatever_case_and_punctuation(string answers, string winner) =>
        (await AskAsync(CompositeAggregate.Vote, answers)).Answer().ShouldBe(winner);

    [Fact]
    public async Task A_tied_vote_goes_to_the_answer_with_more_weight_and_then_to_the_first()
    {
        await using IConversation tied = Ensemble.Gathered(
            CompositeAggregate.Vote,
            [Ensemble.Saying("a", "left"), Ensemble.Saying("b", "right", 2)]
        );

        (await tied.AskAsync("?")).Answer().ShouldBe("right");
        (await AskAsync(CompositeAggregate.Vote, "left|right")).Answer().ShouldBe("left");
    }

    [Fact]
    public async Task Weight_alone_does_not_win_a_vote_but_wins_by_weight()
    {
        Member[] members = [Ensemble.Saying("a", "x"), Ensemble.Saying("b", "x"), Ensemble.Saying("c", "y", 5)];
        await using IConversation vote = Ensemble.Gathered(CompositeAggregate.Vote, members);
        await using IConversation weighted = Ensemble.Gathered(CompositeAggregate.Weighted, members);

        (await vote.AskAsync("?")).Answer().ShouldBe("x");
        (await weighted.AskAsync("?")).Answer().ShouldBe("y");
    }

    [Theory]
    [InlineData("1|2", "1.5")]
    [InlineData("0.1|0.2", "0.15")]
    [InlineData(" 3.|about 7|-1e1", "-3.5")]
    [InlineData("1|1|2", "1.333333333333")]
    public async Task An_average_is_the_mean_of_the_answers_that_are_numbers(string answers, string mean) =>
        (await AskAsync(CompositeAggregate.Average, answers)).Answer().ShouldBe(mean);

    [Fact]
    public async Task An_average_of_no_numbers_is_an_error_that_shows_what_was_said()
    {
        AgentError error = (await AskAsync(CompositeAggregate.Average, "many|few")).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("`m1` said `many`; `m2` said `few`");
    }

    [Fact]
    public async Task Numbers_are_weighted_means_and_anything_else_is_a_weighted_vote()
    {
        await using IConversation numbers = Ensemble.Gathered(
            CompositeAggregate.Weighted,
            [Ensemble.Saying("a", "10", 3), Ensemble.Saying("b", "2")]
        );
        await using IConversation mixed = Ensemble.Gathered(
            CompositeAggregate.Weighted,
            [Ensemble.Saying("a", "10", 3), Ensemble.Saying("b", "two")]
        );

        (await numbers.AskAsync("?")).Answer().ShouldBe("8");
        (await mixed.AskAsync("?")).Answer().ShouldBe("10");
    }

    [Fact]
    public async Task Concatenated_answers_stand_under_their_names_in_order_with_those_that_failed()
    {
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Concat,
            [
                Ensemble.Saying("first", "one"),
                Ensemble.Member("second", 1, new ErrorEvent(new AgentError(ErrorKind.Agent, "no luck"))),
                Ensemble.Saying("third", "three"),
            ]
        );

        (await talk.AskAsync("?"))
            .Answer()
            .ShouldBe("## first\n\none\n\n## second\n\n(no answer: no luck)\n\n## third\n\nthree");
    }

    [Fact]
    public async Task Best_of_without_an_aggregator_is_the_answer_of_the_heaviest_that_answered()
    {
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.BestOf,
            [
                Ensemble.Saying("a", "plain"),
                Ensemble.Member("b", 9, new ErrorEvent(new AgentError(ErrorKind.Agent, "down"))),
                Ensemble.Saying("c", "better", 2),
            ]
        );

        (await talk.AskAsync("?")).Answer().ShouldBe("better");
    }

    [Theory]
    [InlineData("2", "right")]
    [InlineData("Answer 2 it is, not 1.", "right")]
    [InlineData("7? no, 1", "left")]
    [InlineData("the one of M2", "right")]
    public async Task Best_of_is_the_answer_the_aggregator_names(string reply, string winner)
    {
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.BestOf,
            Members("left|right"),
            aggregator: Ensemble.Saying("judge", reply)
        );

        (await talk.AskAsync("?")).Answer().ShouldBe(winner);
    }

    [Theory]
    [InlineData("neither")]
    [InlineData("m1 or m2")]
    [InlineData("99")]
    public async Task A_reply_that_names_no_answer_is_an_error(string reply)
    {
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.BestOf,
            Members("left|right"),
            aggregator: Ensemble.Saying("judge", reply)
        );

        AgentError error = (await talk.AskAsync("?")).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldBe($"`judge`: the reply names none of the answers 1 to 2: {reply}");
    }

    [Fact]
    public async Task A_synthesis_is_written_and_streamed_by_the_aggregator_that_reads_all_answers()
    {
        Ensemble.PlayedTarget writer = new(
            (_, _) =>
                new AgentEvent[]
                {
                    new TextEvent("bo"),
                    new TextEvent("th"),
                    new FinalEvent("both"),
                }.ToAsyncEnumerable()
        );
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Synthesis,
            Members("left|right"),
            aggregator: new Member("aggregator", "writer", 1, writer)
        );

        List<AgentEvent> events = await talk.AskAsync("which way?");

        events.Answer().ShouldBe("both");
        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["bo", "th"]);
        string asked = writer.Turns.ShouldHaveSingleItem().Input;
        asked.ShouldEndWith("Message:\nwhich way?\n\nAnswer 1 (m1):\nleft\n\nAnswer 2 (m2):\nright\n");
        writer.OpenConversations.ShouldBe(0);
    }

    [Fact]
    public async Task An_aggregator_that_fails_is_named()
    {
        await using IConversation talk = Ensemble.Gathered(
            CompositeAggregate.Synthesis,
            Members("left|right"),
            aggregator: Ensemble.Member("writer", 1, new ErrorEvent(new AgentError(ErrorKind.Timeout, "too slow")))
        );

        AgentError error = (await talk.AskAsync("?")).Failure();

        (error.Kind, error.Message).ShouldBe((ErrorKind.Timeout, "`writer`: too slow"));
    }

    [Fact]
    public void Any_answers_have_a_vote_and_it_is_one_of_them() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonEmptyArray<string?>>(),
                texts =>
                {
                    string[] answers = [.. texts.Get.Select(text => text ?? "")];
                    AgentEvent outcome = Vote(answers);
                    return outcome is FinalEvent final && answers.Contains(final.Output);
                }
            )
            .QuickCheckThrowOnFailure();

    private static AgentEvent Vote(string[] answers)
    {
        List<MemberAnswer> all =
        [
            .. answers.Select(
                (answer, index) =>
                    new MemberAnswer(Ensemble.Saying($"m{index}", answer), new FinalEvent(answer), TimeSpan.Zero)
            ),
        ];
        CompositeOptions options = new() { Mode = CompositeMode.Ensemble, Targets = [] };
        return AggregationMethod
            .Create(options, aggregator: null, TimeProvider.System)
            .AggregateAsync(new Answers(new Turn { Input = "?" }, all, all), CancellationToken.None)
            .ToBlockingEnumerable()
            .Single();
    }

    private static async Task<List<AgentEvent>> AskAsync(CompositeAggregate aggregate, string answers)
    {
        await using IConversation talk = Ensemble.Gathered(aggregate, Members(answers));
        return await talk.AskAsync("?");
    }

    private static IEnumerable<Member> Members(string answers) =>
        answers.Split('|').Select((answer, index) => Ensemble.Saying($"m{index + 1}", answer));
}
