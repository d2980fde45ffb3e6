using System.Text.Json;
using Baton.Experiments.Conversations;
using Baton.Experiments.Conversations.Supervisors;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

public sealed class SupervisorPromptTests
{
    [Fact]
    public void The_model_is_told_who_it_is_and_what_was_said()
    {
        SupervisorPrompt prompt = new(instructions: null, "The help desk of a shop");

        List<ChatMessage> messages = prompt.Messages(
            Ask.After(
                Ask.Novice,
                new ChatMessage(ChatRole.User, "Where is my order?"),
                new ChatMessage(
                    ChatRole.Assistant,
                    [
                        new FunctionCallContent(
                            "c1",
                            "find_order",
                            new Dictionary<string, object?> { ["id"] = JsonElement.Parse("\"A-17\"") }
                        ),
                    ]
                ),
                new ChatMessage(
                    ChatRole.Tool,
                    [new FunctionResultContent("c1", JsonElement.Parse("""{"state":"lost"}"""))]
                ),
                new ChatMessage(ChatRole.Assistant, "It is lost.")
            )
        );

        string system = messages[0].Text;
        foreach (
            string fact in (string[])["in a hurry", "impatient", "get a refund", "by phone", "Korean", "help desk"]
        )
        {
            system.ShouldContain(fact);
        }

        system.ShouldContain("\"decision\"");
        system.ShouldNotContain("{persona}");
        messages[1].Role.ShouldBe(ChatRole.User);
        messages[1]
            .Text.ShouldContain(
                """
                YOU: Where is my order?
                (the service uses find_order: {"id":"A-17"})
                (it gets back: {"state":"lost"})
                SERVICE: It is lost.
                """
            );
        messages[1].Text.ShouldContain("turn 1 of at most 8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_model_is_told_the_scenario_of_its_input(bool hasPersona)
    {
        SupervisorRequest request = Ask.After(
            hasPersona ? Ask.Novice : null,
            new ChatMessage(ChatRole.User, "Hi!"),
            new ChatMessage(ChatRole.Assistant, "Hello.")
        );
        request = request with
        {
            Run = request.Run with { Input = request.Run.Input with { Scenario = "You are Mia and cancel order #7." } },
        };

        string system = new SupervisorPrompt(instructions: null, serviceContext: null).Messages(request)[0].Text;

        system.ShouldContain("You are Mia and cancel order #7.");
        system.Contains("in a hurry", StringComparison.Ordinal).ShouldBe(hasPersona);
        system.ShouldNotContain("An ordinary user");
    }

    [Fact]
    public void Instructions_of_the_users_own_replace_the_built_in_ones_but_not_the_form()
    {
        SupervisorPrompt prompt = new(
            "Be {persona} at {service_context}, {turn}/{max_turns}. {\"a\": 1} {unknown}",
            null
        );

        List<ChatMessage> messages = prompt.Messages(Ask.After("hello", "hi"));

        messages[0].Text.ShouldStartWith("Be A first-time customer in a hurry");
        messages[0].Text.ShouldContain("1/8. {\"a\": 1} {unknown}");
        messages[0].Text.ShouldContain("closing_user_message");
        messages[0].Text.ShouldNotContain("You play a person");
    }

    [Fact]
    public void A_transcript_placed_by_the_user_is_told_once_and_not_filled_in()
    {
        SupervisorPrompt prompt = new("So far: {transcript}", null);

        List<ChatMessage> messages = prompt.Messages(Ask.After("hello {persona}", "hi"));

        messages[0].Text.ShouldContain("YOU: hello {persona}");
        messages[1].Text.ShouldNotContain("hello");
    }

    [Fact]
    public void What_tools_say_is_shortened()
    {
        string text = TranscriptText.Of([
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", new string('x', 50_000))]),
        ]);

        text.Length.ShouldBeLessThan(1_100);
    }
}
