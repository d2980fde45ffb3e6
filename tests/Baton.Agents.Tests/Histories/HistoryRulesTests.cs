using Baton.Agents.Histories;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Histories;

public sealed class HistoryRulesTests
{
    [Fact]
    public void A_valid_history_is_repaired_into_itself_without_allocating()
    {
        IReadOnlyList<ChatMessage> history =
        [
            System("Be brief."),
            User("Weather?"),
            Assistant(Call("a"), Call("b")),
            Tool(Result("b")),
            Tool(Result("a")),
            Assistant(new TextContent("Sunny.")),
        ];
        HistoryRules.Repair(history).ShouldBeSameAs(history);

        long before = GC.GetAllocatedBytesForCurrentThread();
        HistoryRules.Repair(history);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        HistoryRules.Validate(history).ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_history_and_one_of_system_messages_are_valid()
    {
        HistoryRules.Validate([]).ShouldBeEmpty();
        HistoryRules.Validate([System("Be brief.")]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_names_the_message_that_breaks_it()
    {
        IReadOnlyList<HistoryViolation> violations = HistoryRules.Validate([
            Assistant(Call("a"), Call("a")),
            Tool(Result("x"), new TextContent("and more")),
            User(" "),
            User("Hi", Result("a")),
            Assistant(Call(string.Empty), new TextContent("hm")),
        ]);

        violations
            .Select(violation => (violation.MessageIndex, violation.Rule))
            .ShouldBe([
                (0, HistoryRule.StartsWithUser),
                (0, HistoryRule.CallHasResult),
                (0, HistoryRule.UniqueCallId),
                (0, HistoryRule.CallHasResult),
                (1, HistoryRule.ResultHasCall),
                (1, HistoryRule.RightRole),
                (2, HistoryRule.SaysSomething),
                (3, HistoryRule.RightRole),
                (4, HistoryRule.UniqueCallId),
                (4, HistoryRule.CallHasResult),
            ]);
        violations[4].Message.ShouldContain("`x`");
    }

    [Fact]
    public void A_call_without_result_gets_one_directly_behind_it()
    {
        IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair([
            User("Weather?"),
            Assistant(Call("a"), Call("b")),
            Tool(Result("b")),
            User("Hello?"),
        ]);

        Describe(repaired)
            .ShouldBe([
                "user Weather?",
                "assistant !a !b",
                "tool a=The call was not carried out. b=r:b",
                "user Hello?",
            ]);
    }

    [Fact]
    public void A_late_result_moves_behind_its_call_and_a_second_one_is_dropped()
    {
        IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair([
            User("Weather?"),
            Assistant(Call("a")),
            User("Hello?"),
            Tool(Result("a")),
            Tool(new FunctionResultContent("a", "again")),
        ]);

        Describe(repaired).ShouldBe(["user Weather?", "assistant !a", "tool a=r:a", "user Hello?"]);
    }

    [Fact]
    public void Ids_counted_anew_in_every_turn_become_unique_with_their_results()
    {
        IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair([
            User("One"),
            Assistant(Call("call_0")),
            Tool(new FunctionResultContent("call_0", "first")),
            User("Two"),
            Assistant(Call("call_0"), Call("call_0_2")),
            Tool(new FunctionResultContent("call_0", "second"), Result("call_0_2")),
        ]);

        Describe(repaired)
            .ShouldBe([
                "user One",
                "assistant !call_0",
                "tool call_0=first",
                "user Two",
                "assistant !call_0_3 !call_0_2",
                "tool call_0_3=second call_0_2=r:call_0_2",
            ]);
    }

    [Fact]
    public void What_cannot_be_kept_where_it_stands_is_moved_or_dropped()
    {
        IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair([
            Tool(Result("orphan")),
            Assistant(new TextContent("Hi, I am Bob.")),
            User("Look", Call("mine")),
            Assistant(new TextReasoningContent("hm")),
            Assistant(Call("a")),
            Tool(Result("a"), new TextContent("and a note")),
        ]);

        Describe(repaired)
            .ShouldBe([
                $"user {HistoryRules.ConversationStart}",
                "assistant Hi, I am Bob.",
                "user Look",
                "assistant !a",
                "tool a=r:a",
                "user and a note",
            ]);
    }

    [Fact]
    public void Repairing_keeps_what_else_a_call_and_a_message_carry()
    {
        ChatMessage calling = Assistant(
            new TextReasoningContent("thought") { ProtectedData = "signed" },
            Call("a"),
            Call("a")
        );
        calling.MessageId = "m1";
        calling.RawRepresentation = new object();
        FunctionResultContent failed = new("a", result: null) { Exception = new InvalidOperationException("no") };

        IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair([User("x"), calling, Tool(Result("a"), failed)]);

        repaired[1].MessageId.ShouldBe("m1");
        repaired[1].RawRepresentation.ShouldBeNull();
        repaired[1].Contents[0].ShouldBeSameAs(calling.Contents[0]);
        ((FunctionCallContent)repaired[1].Contents[2]).Arguments!["city"].ShouldBe("Seoul");
        ((FunctionResultContent)repaired[2].Contents[1]).Exception.ShouldBeSameAs(failed.Exception);
    }

    [Fact]
    public void Any_history_is_valid_once_repaired_and_its_messages_stay_as_they_were() =>
        Prop.ForAll(
                ArbitraryHistories.Broken.ToArbitrary(),
                history =>
                {
                    string[] before = [.. Describe(history)];

                    IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair(history);

                    HistoryRules.Validate(repaired).ShouldBeEmpty();
                    HistoryRules.Repair(repaired).ShouldBeSameAs(repaired);
                    (ReferenceEquals(repaired, history) == (HistoryRules.Validate(history).Count == 0)).ShouldBeTrue();
                    Describe(history).ShouldBe(before);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Repairing_loses_no_text_of_users_and_assistants() =>
        Prop.ForAll(
                ArbitraryHistories.Broken.ToArbitrary(),
                history =>
                    Texts(HistoryRules.Repair(history))
                        .Where(text => text != HistoryRules.ConversationStart)
                        .ShouldBe(Texts(history))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Generated_valid_histories_are_valid() =>
        Prop.ForAll(
                ArbitraryHistories.Valid.ToArbitrary(),
                history => HistoryRules.Repair(history).ShouldBeSameAs(history)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static IEnumerable<string> Texts(IReadOnlyList<ChatMessage> history) =>
        history
            .SelectMany(message => message.Contents)
            .OfType<TextContent>()
            .Select(content => content.Text)
            .Where(text => !string.IsNullOrWhiteSpace(text));

    private static IEnumerable<string> Describe(IReadOnlyList<ChatMessage> history) =>
        history.Select(message => $"{message.Role} {string.Join(' ', message.Contents.Select(Describe))}");

    private static string Describe(AIContent content) =>
        content switch
        {
            TextContent text => text.Text,
            FunctionCallContent call => $"!{call.CallId}",
            FunctionResultContent result => $"{result.CallId}={result.Result}",
            _ => content.GetType().Name,
        };

    private static FunctionCallContent Call(string id) =>
        new(id, "weather", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Seoul" });

    private static FunctionResultContent Result(string id) => new(id, $"r:{id}");

    private static ChatMessage System(string text) => new(ChatRole.System, text);

    private static ChatMessage User(string text, params AIContent[] more) =>
        new(ChatRole.User, [new TextContent(text), .. more]);

    private static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, [.. contents]);

    private static ChatMessage Tool(params AIContent[] contents) => new(ChatRole.Tool, [.. contents]);
}
