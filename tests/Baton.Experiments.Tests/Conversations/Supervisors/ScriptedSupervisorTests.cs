using Baton.Configuration;
using Baton.Experiments.Conversations;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

public sealed class ScriptedSupervisorTests
{
    [Fact]
    public async Task A_script_is_played_in_order_and_ends_the_conversation()
    {
        ISupervisor supervisor = Make.Mock(
            """{"scripted_questions": ["Can you explain more?", "What about edge cases?"], "mock_reason": "done", "mock_closing": "Thanks!"}"""
        );

        SupervisorDecision first = await DecideAsync(supervisor, 0);
        SupervisorDecision second = await DecideAsync(supervisor, 1);
        SupervisorDecision third = await DecideAsync(supervisor, 2);

        first.NextUserMessage.ShouldBe("Can you explain more?");
        second.NextUserMessage.ShouldBe("What about edge cases?");
        third.Continue.ShouldBeFalse();
        third.ScriptComplete.ShouldBeTrue();
        third.TerminationReason.ShouldBe("done");
        third.ClosingUserMessage.ShouldBe("Thanks!");
        (await supervisor.ProbeAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_script_ends_behind_the_first_answer()
    {
        SupervisorDecision decision = await DecideAsync(Make.Mock("""{"scripted_questions": []}"""), 0);

        decision.Continue.ShouldBeFalse();
        decision.ScriptComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_script_the_same_decision_is_made_every_time()
    {
        ISupervisor goesOn = Make.Mock("""{"mock_decision": "continue", "mock_next_user_message": "And then?"}""");
        ISupervisor stops = Make.Supervisor(new SupervisorSettings { Provider = SupervisorProvider.Mock });

        (await DecideAsync(goesOn, 7)).NextUserMessage.ShouldBe("And then?");
        SupervisorDecision stop = await DecideAsync(stops, 0);
        stop.Continue.ShouldBeFalse();
        stop.ScriptComplete.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"scripted_questions": "one"}""", "metadata.scripted_questions: must be a list")]
    [InlineData("""{"scripted_questions": ["ok", 7]}""", "scripted_questions[1]")]
    [InlineData("""{"scripted_questions": ["ok", " "]}""", "scripted_questions[1]")]
    [InlineData("""{"mock_decision": "go"}""", "`go` is no decision")]
    [InlineData("""{"mock_decision": "continue"}""", "mock_next_user_message")]
    [InlineData("""{"mock_reason": 5}""", "mock_reason: must be a text")]
    [InlineData("""{"script_questions": ["a"]}""", "`scripted_questions`")]
    [InlineData("""{"mock_closings": "a"}""", "`mock_closing`")]
    public void A_malformed_script_is_an_error_before_anything_runs(string metadata, string message) =>
        Should.Throw<ConfigurationException>(() => Make.Mock(metadata)).Message.ShouldContain(message);

    [Fact]
    public void All_that_is_wrong_is_told_at_once() =>
        Should
            .Throw<ConfigurationException>(() =>
                Make.Mock("""{"scripted_questions": [1, 2], "mock_decision": "go", "mock_reason": []}""")
            )
            .Errors.Count.ShouldBe(4);

    private static ValueTask<SupervisorDecision> DecideAsync(ISupervisor supervisor, int supervisorTurn) =>
        supervisor.DecideAsync(
            Ask.After("hello", "hi") with
            {
                SupervisorTurn = supervisorTurn,
            },
            CancellationToken.None
        );
}
