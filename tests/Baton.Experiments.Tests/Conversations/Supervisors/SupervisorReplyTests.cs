using Baton.Experiments.Conversations;
using Baton.Experiments.Conversations.Supervisors;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

public sealed class SupervisorReplyTests
{
    [Theory]
    [InlineData("""{"decision":"continue","next_user_message":"Why?"}""")]
    [InlineData(
        """{"decision":"continue","next_user_message":"Why?","termination_reason":null,"closing_user_message":null}"""
    )]
    [InlineData("""{"decision":" CONTINUE ","next_user_message":" Why? "}""")]
    [InlineData("```json\n{\"decision\":\"continue\",\"next_user_message\":\"Why?\"}\n```")]
    [InlineData("```\n{\"decision\":\"continue\",\"next_user_message\":\"Why?\"}\n```\nThat is my answer.")]
    [InlineData("""Sure! Here it is: {"decision":"continue","next_user_message":"Why?"} I hope {this} helps.""")]
    [InlineData("""The user {novice} asks: {"decision":"continue","next_user_message":"Why?"}""")]
    [InlineData("""{"decision":"continue","next_user_message":"Why?",}""")]
    [InlineData("""{'decision': 'continue', 'next_user_message': 'Why?', 'termination_reason': None}""")]
    [InlineData("""{decision: "continue", next_user_message: "Why?"}""")]
    [InlineData("""{“decision”: “continue”, “next_user_message”: “Why?”}""")]
    [InlineData("""[{"decision":"continue","next_user_message":"Why?"}]""")]
    [InlineData("""{"answer": {"decision":"continue","next_user_message":"Why?"}}""")]
    [InlineData("""{"notes":[1,{"a":[]}],"decision":"continue","next_user_message":"Why?"}""")]
    [InlineData("\"{\\\"decision\\\":\\\"continue\\\",\\\"next_user_message\\\":\\\"Why?\\\"}\"")]
    public void What_was_meant_is_understood(string reply)
    {
        SupervisorDecision? decision = Read(reply, out string? problem);

        problem.ShouldBeNull();
        decision!.Continue.ShouldBeTrue();
        decision.NextUserMessage.ShouldBe("Why?");
        decision.TerminationReason.ShouldBeNull();
    }

    [Theory]
    [InlineData(
        """{'decision': 'continue', 'next_user_message': 'I don't know, it's "new"'}""",
        "I don't know, it's \"new\""
    )]
    [InlineData("{\"decision\": \"continue\", \"next_user_message\": \"one\ntwo\"}", "one\ntwo")]
    [InlineData("""{"decision": "continue", "next_user_message": "He said "stop" to me"}""", "He said \"stop\" to me")]
    [InlineData("""{decision: "continue", "next_user_message": "caf\u00e9\n\"x\""}""", "café\n\"x\"")]
    [InlineData("""{"decision":"continue","next_user_message":"{\"a\": 1}"}""", "{\"a\": 1}")]
    public void Quotes_and_line_breaks_inside_a_message_survive(string reply, string message) =>
        Read(reply, out _)!.NextUserMessage.ShouldBe(message);

    [Fact]
    public void An_end_has_its_reason_and_last_words()
    {
        SupervisorDecision decision = Read(
            """{"decision":"terminate","next_user_message":"","termination_reason":"goal reached","closing_user_message":"Bye!"}""",
            out _
        )!;

        decision.Continue.ShouldBeFalse();
        decision.NextUserMessage.ShouldBeNull();
        decision.TerminationReason.ShouldBe("goal reached");
        decision.ClosingUserMessage.ShouldBe("Bye!");
    }

    [Theory]
    [InlineData("")]
    [InlineData("I would like to continue.")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"next_user_message":"Why?"}""")]
    [InlineData("""{"decision":"continue","next_user_message":"This message is cut o""")]
    [InlineData("""{"decision":"continue"}""")]
    [InlineData("""{"decision":"continue","next_user_message":"  "}""")]
    [InlineData("""{"decision":"maybe","next_user_message":"Why?"}""")]
    [InlineData("""{"decision":true}""")]
    public void What_cannot_be_understood_is_said_to_be_so(string reply)
    {
        Read(reply, out string? problem).ShouldBeNull();

        problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Half_a_character_does_not_spoil_the_message() =>
        Read("""{"decision":"continue","next_user_message":"Why? \ud83d"}""", out _)!
            .NextUserMessage.ShouldBe("Why? \ufffd");

    [Fact]
    public void Any_text_is_read_without_an_exception()
    {
        // Made of the pieces that matter, so that the arbitrary texts come near to objects.
        string[] pieces =
        [
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "“",
            "”",
            ":",
            ",",
            "\\",
            "\\u",
            "\\ud800",
            "\n",
            " ",
            "```",
            "decision",
            "\"decision\"",
            "continue",
            "next_user_message",
            "null",
            "None",
            "é",
            "\ud83d",
            "1",
            "-",
            "//",
            "{\"decision\":",
        ];
        Gen<string> texts =
            from chosen in Gen.Elements(pieces).ListOf()
            from noise in ArbMap.Default.GeneratorFor<string?>()
            select string.Concat(chosen) + noise;

        Prop.ForAll(
                texts.ToArbitrary(),
                static reply =>
                {
                    SupervisorDecision? decision = Read(reply, out string? problem);
                    return (decision is null) == (problem is not null)
                        && (decision is not { Continue: true } || decision.NextUserMessage is { Length: > 0 });
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Any_message_survives_being_written_as_JSON_or_in_single_quotes() =>
        Prop.ForAll<NonEmptyString>(message =>
            {
                string text = message.Get.Trim();
                if (text.Length == 0 || !IsWhole(text))
                {
                    return true;
                }

                string json = System.Text.Json.JsonSerializer.Serialize(
                    new Dictionary<string, string> { ["decision"] = "continue", ["next_user_message"] = text }
                );
                return Read(json, out _)!.NextUserMessage == text
                    && Read($"Here: {json[..^1]},}}", out _)!.NextUserMessage == text;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static SupervisorDecision? Read(string reply, out string? problem) =>
        SupervisorReply.Form.ReadReply(reply, out problem);

    private static bool IsWhole(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }
}
