using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Models of a third-party server speak for the user, through the built tool.</summary>
[Trait("Needs", "aimock")]
public sealed class SupervisorTests
{
    private const string Key = "sk-test-supervisor-key";

    [Theory]
    [InlineData("openai", "gpt-4o-mini", "/v1")]
    [InlineData("anthropic", "claude-3-5-haiku-latest", "")]
    public async Task A_model_speaks_for_the_user_until_it_decides_to_stop(string provider, string model, string path)
    {
        await using AimockServer models = await AimockServer.StartAsync(Key);
        await models.AnswerInTurnAsync(
            Says(
                """{"decision":"continue","next_user_message":"and tomorrow?","termination_reason":null,"closing_user_message":null}"""
            ),
            Says(
                """{"decision":"terminate","next_user_message":null,"termination_reason":"goal reached","closing_user_message":"thanks, bye"}"""
            )
        );
        await using LoopbackServer agent = await LoopbackServer.AnsweringAsync("""{"output":"it rains"}""");
        using TestProject project = Project(agent, provider, model, models.Address.ToString().TrimEnd('/') + path);

        ToolResult result = await project.RunExperimentAsync("--supervisor-api-key", Key);

        result.ExitCode.ShouldBe(0, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.Text("termination_reason").ShouldBe("supervisor_stop");
        trace["turn_count"]!.GetValue<int>().ShouldBe(2);
        trace["conversation_history"]!
            .AsArray()
            .Select(message => message!.AsObject().Text("content"))
            .ShouldBe(["question 1", "it rains", "and tomorrow?", "it rains", "thanks, bye"]);
        JsonObject identity = project.Summary()["identity"]!.AsObject();
        identity.Text("user_model").ShouldBe($"{provider}:{model}");
        project.Everything().ShouldNotContain(Key);
        result.All.ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_model_that_breaks_its_format_is_a_simulator_fault_and_can_be_run_again()
    {
        await using AimockServer models = await AimockServer.StartAsync(Key);
        await models.AnswerInTurnAsync(
            Says("I would rather not."),
            Says("Still not."),
            Says(
                """{"decision":"terminate","next_user_message":null,"termination_reason":"done","closing_user_message":null}"""
            )
        );
        await using LoopbackServer agent = await LoopbackServer.AnsweringAsync("""{"output":"it rains"}""");
        using TestProject project = Project(agent, "openai", "gpt-4o-mini", models.Address + "v1");

        ToolResult first = await project.RunExperimentAsync("--supervisor-api-key", Key);
        JsonObject spoilt = project.Traces().ShouldHaveSingleItem();
        ToolResult again = await project.RunExperimentAsync(
            "--supervisor-api-key",
            Key,
            "--resume",
            project.Experiment,
            "--retry",
            "simulator"
        );

        first.ExitCode.ShouldBe(1, first.All);
        spoilt.Text("outcome").ShouldBe("simulator_fault");
        spoilt.ErrorMessage()!.ShouldContain("Still not.");
        again.ExitCode.ShouldBe(0, again.All);
        project.Traces().ShouldHaveSingleItem()["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_key_fails_the_experiment_before_the_first_run()
    {
        await using AimockServer models = await AimockServer.StartAsync(Key);
        await using LoopbackServer agent = await LoopbackServer.AnsweringAsync("""{"output":"it rains"}""");
        using TestProject project = Project(agent, "openai", "gpt-4o-mini", models.Address + "v1");

        ToolResult result = await project.RunExperimentAsync("--supervisor-api-key", "sk-wrong-key-123");

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("--supervisor-api-key");
        result.All.ShouldNotContain("sk-wrong-key-123");
        agent.Requests.ShouldBeEmpty();
        project.Experiments.ShouldBeEmpty();
    }

    private static JsonObject Says(string content) => new() { ["content"] = content };

    private static TestProject Project(LoopbackServer agent, string provider, string model, string baseUrl) =>
        TestProject.Create(
            $$"""
            runner:
              http:
                url: "{{agent.Url}}"
            multi_turn:
              enabled: true
              max_turns: 5
              supervisor:
                provider: {{provider}}
                model: {{model}}
                base_url: {{baseUrl}}
            """,
            inputs: 1
        );
}
