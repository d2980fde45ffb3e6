using System.Text.Json;
using Baton.Experiments.Replaying;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Replaying;

public sealed class DivergenceSearchTests
{
    private static readonly ReplaySettings Usual = new() { Directory = "earlier" };

    [Fact]
    public void The_same_conversation_does_not_diverge()
    {
        RunTrace trace = Conversation(("hi", "Hello!", []), ("book it", "Done.", [Call("book", """{"id":1,"n":2}""")]));

        Find(trace, trace).ShouldBeNull();
    }

    [Fact]
    public void The_first_turn_that_differs_is_told()
    {
        Divergence found = Find(
            Conversation(("hi", "Hello!", []), ("when?", "At 9.", []), ("bye", "Bye.", [])),
            Conversation(("hi", "hello! ", []), ("when?", "At 10.", []), ("bye", "See you.", []))
        )!;

        found.Turn.ShouldBe(2);
        found.Turns.ShouldBe(3);
        found.Kind.ShouldBe(DivergenceKind.Answer);
        found.User.ShouldBe("when?");
        found.Recorded.ShouldBe("At 9.");
        found.Now.ShouldBe("At 10.");
    }

    [Theory]
    [InlineData(AnswerComparison.Exact, "Hello you", "hello  you\n", false)]
    [InlineData(AnswerComparison.Text, "Hello you", "hello  you\n", true)]
    [InlineData(AnswerComparison.Text, "Hello you", "hello you!", false)]
    [InlineData(AnswerComparison.Similar, "Your table is booked for two", "Your table is booked for ten", true)]
    [InlineData(AnswerComparison.Similar, "Your table is booked", "I cannot help", false)]
    [InlineData(AnswerComparison.Off, "a", "b", true)]
    public void What_counts_as_the_same_answer_is_chosen(
        AnswerComparison answers,
        string then,
        string now,
        bool isSame
    ) => (Find(Single(then), Single(now), Usual with { Answers = answers }) is null).ShouldBe(isSame);

    [Fact]
    public void Tool_calls_come_before_the_answer()
    {
        Divergence found = Find(
            Conversation(("hi", "A", [Call("find", """{"q":"x"}"""), Call("book", "{}")])),
            Conversation(("hi", "B", [Call("find", """{"q":"y"}"""), Call("book", "{}")]))
        )!;

        found.Kind.ShouldBe(DivergenceKind.ToolCall);
        found.Recorded.ShouldBe("""find({"q":"x"})""");
        found.Now.ShouldBe("""find({"q":"y"})""");
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1.0}""", ToolComparison.Arguments, true)]
    [InlineData("""{"a":1}""", """{"a":2}""", ToolComparison.Arguments, false)]
    [InlineData("""{"a":1}""", """{"a":2}""", ToolComparison.Names, true)]
    [InlineData("{}", null, ToolComparison.Arguments, true)]
    public void What_counts_as_the_same_call_is_chosen(string? then, string? now, ToolComparison tools, bool isSame) =>
        (
            Find(
                Conversation(("hi", "A", [Call("find", then)])),
                Conversation(("hi", "A", [Call("find", now)])),
                Usual with
                {
                    Tools = tools,
                }
            )
            is null
        ).ShouldBe(isSame);

    [Theory]
    [InlineData(ToolComparison.Names, false)]
    [InlineData(ToolComparison.Off, true)]
    public void A_call_more_is_a_divergence_unless_calls_do_not_matter(ToolComparison tools, bool isSame)
    {
        Divergence? found = Find(
            Conversation(("hi", "A", [])),
            Conversation(("hi", "A", [Call("delete", "{}")])),
            Usual with
            {
                Tools = tools,
            }
        );

        (found is null).ShouldBe(isSame);
        (found?.Recorded ?? "(no call)").ShouldBe("(no call)");
    }

    [Fact]
    public void A_failure_of_today_is_told_with_its_message()
    {
        Divergence found = Find(
            Single("fine"),
            Single(null) with
            {
                Outcome = RunOutcome.Failed,
                Error = new TraceError("timeout", "30 s are over"),
            }
        )!;

        found.Kind.ShouldBe(DivergenceKind.Error);
        found.Now.ShouldBe("timeout: 30 s are over");
    }

    [Fact]
    public void A_failure_that_is_gone_is_a_divergence_and_one_that_stays_is_none()
    {
        RunTrace failed = Single(null) with { Outcome = RunOutcome.Failed, Error = new TraceError("timeout", "over") };

        Find(failed, Single("fine"))!.Kind.ShouldBe(DivergenceKind.Recovered);
        Find(failed, failed with { Error = new TraceError("timeout", "over again") }).ShouldBeNull();
        Find(failed, failed with { Error = new TraceError("exception", "new") })!.Kind.ShouldBe(DivergenceKind.Error);
    }

    [Fact]
    public void A_conversation_that_ends_early_failed_in_the_turn_before()
    {
        RunTrace now = Conversation(("hi", "Hello!", [])) with
        {
            Outcome = RunOutcome.Limited,
            Error = new TraceError("max_tool_calls", "5 calls"),
        };

        Divergence found = Find(Conversation(("hi", "Hello!", []), ("go on", "Sure.", [])), now)!;

        found.Turn.ShouldBe(1);
        found.Kind.ShouldBe(DivergenceKind.Error);
    }

    [Fact]
    public void A_users_last_word_that_nobody_answered_is_no_turn()
    {
        RunTrace recorded = Conversation(("hi", "Hello!", []));
        recorded = recorded with
        {
            Conversation = recorded.Conversation! with
            {
                History = [.. recorded.Conversation.History, new TraceMessage(1, "user", "Thanks, bye.", "supervisor")],
            },
        };

        Find(recorded, Conversation(("hi", "Hello!", []))).ShouldBeNull();
    }

    [Fact]
    public void A_fault_of_the_supervisor_of_then_is_not_the_agents()
    {
        RunTrace recorded = Conversation(("hi", "Hello!", [])) with
        {
            Outcome = RunOutcome.SimulatorFault,
            Error = new TraceError("supervisor", "broke its format"),
        };

        Find(recorded, Conversation(("hi", "Hello!", []))).ShouldBeNull();
    }

    private static Divergence? Find(RunTrace recorded, RunTrace now, ReplaySettings? settings = null) =>
        new DivergenceSearch(settings ?? Usual).Find(recorded, now);

    private static RunTrace Single(string? answer) =>
        new()
        {
            TraceId = "trace_000001",
            RunKey = "a/-/0",
            RunIndex = 0,
            InputId = "a",
            Iteration = 0,
            Input = "hi",
            Output = answer,
            Outcome = RunOutcome.Success,
            StartedAt = default,
        };

    private static RunTrace Conversation(params (string User, string Answer, TraceToolCall[] Calls)[] turns) =>
        Single(turns[^1].Answer) with
        {
            ToolCalls = [.. turns.SelectMany(turn => turn.Calls)],
            Conversation = new TraceConversation
            {
                State = "completed",
                TerminationReason = "script_complete",
                TurnCount = turns.Length,
                History =
                [
                    .. turns.SelectMany(
                        (turn, place) =>
                            (TraceMessage[])
                                [
                                    new TraceMessage(place + 1, "user", turn.User, "script"),
                                    new TraceMessage(place + 1, "assistant", turn.Answer, "agent")
                                    {
                                        ToolCalls = turn.Calls,
                                    },
                                ]
                    ),
                ],
            },
        };

    private static TraceToolCall Call(string name, string? arguments) =>
        new("c1", name, arguments is null ? null : JsonElement.Parse(arguments), null, null, 1);
}
