using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>The samples of topologies do what their README says.</summary>
public sealed class TopologySamplesTests : IDisposable
{
    private readonly SamplesTests.Copy _samples = new("samples/topologies");

    private string Folder => Path.Combine(_samples.Root, "samples/topologies");

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("async")]
    public async Task Two_researchers_and_a_synthesizer_answer(string runner)
    {
        ToolResult run = await AgentsAsync(
            "topologies",
            "run",
            "-f",
            "research.yaml",
            "--input-json",
            """{"prompt": "What are recent quantum computing developments?"}""",
            "--runner",
            runner
        );

        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldStartWith("Error correction works on a chip of 105 qubits;");
    }

    [Fact]
    public async Task A_debate_ends_when_both_agree()
    {
        ToolResult run = await AgentsAsync(
            "topologies",
            "run",
            "-f",
            "debate.yaml",
            "--input-json",
            """{"topic": "Should the billing system be rewritten?"}""",
            "--format",
            "json"
        );

        run.ExitCode.ShouldBe(0, run.All);
        JsonNode output = JsonNode.Parse(run.Output)!["output"]!;
        output["converged"]!.GetValue<bool>().ShouldBeTrue();
        output["rounds"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_letter_waits_for_a_person_and_goes_out_from_another_process()
    {
        ToolResult run = await AgentsAsync(
            "topologies",
            "run",
            "-f",
            "approval.yaml",
            "--input-json",
            """{"prompt": "Tell Ann that her bicycle is ready"}"""
        );
        JsonNode paused = await LastAsync();
        string id = paused["id"]!.GetValue<string>();
        ToolResult approved = await AgentsAsync("executions", "approve", id, "--comment", "Send it");
        ToolResult resumed = await AgentsAsync("executions", "resume", id);

        run.Output.ShouldBeEmpty(run.All);
        paused["status"]!.GetValue<string>().ShouldBe("paused", run.All);
        approved.ExitCode.ShouldBe(0, approved.All);
        resumed.ExitCode.ShouldBe(0, resumed.All);
        resumed.Output.ShouldBe("Dear Ann, your bicycle was repaired and can be collected from Monday on.\n");
    }

    [Fact]
    public async Task A_pipeline_that_is_killed_goes_on_where_it_was()
    {
        await using (
            RunningTool run = BatonTool.Start(
                Folder,
                new Dictionary<string, string>(),
                "agents",
                "topologies",
                "run",
                "-f",
                "pipeline.yaml",
                "--input-json",
                """{"prompt": "Write about chains"}"""
            )
        )
        {
            await Eventually.Holds(
                () => run.ErrorSoFar.Contains("draft: drafter begins", StringComparison.Ordinal),
                "the second stage begins"
            );
            run.Kill();
        }

        string id = (await LastAsync())["id"]!.GetValue<string>();
        ToolResult resumed = await AgentsAsync("executions", "resume", id);

        resumed.ExitCode.ShouldBe(0, resumed.All);
        resumed.Output.ShouldBe("Grit wears chains: measure with a gauge, change at 0.75 %.\n");
        resumed.Error.ShouldContain("outline: taken from the journal");
    }

    [Theory]
    [InlineData]
    [InlineData("--multi-turn", "--supervisor-provider", "mock")]
    [Trait("Needs", "python")]
    public async Task A_team_is_rehearsed(params string[] more)
    {
        ToolResult run = await BatonTool.RunAsync(
            _samples.Root,
            ["run", "experiment", "--root", "samples", "--project", "topologies", "--yes", .. more]
        );

        run.ExitCode.ShouldBe(0, run.All);
        string experiment = Directory.GetDirectories(Path.Combine(Folder, "experiments")).ShouldHaveSingleItem();
        JsonNode[] traces = [.. TestProject.Lines(experiment, "traces.jsonl")];
        traces.Length.ShouldBe(6);
        traces.ShouldAllBe(trace => trace["success"]!.GetValue<bool>());
        traces.ShouldContain(trace => trace["output"]!.GetValue<string>().Contains("Order 1042 is on its way."));
        TestProject
            .Lines(experiment, "observations.jsonl")
            .Where(observation => observation["kind"]?.GetValue<string>() == "step")
            .Select(observation => observation["name"]!.GetValue<string>())
            .Distinct()
            .ShouldBe(["answer", "polish"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("research", "Status: Completed\nOutput: Error correction works", "Tokens: 1581\n")]
    [InlineData("stream", "ensemble_0 begins\nensemble_0 used 458 tokens\nensemble_1 begins\n", "gates.\n")]
    [InlineData("resume", "Completed: Error correction works", "gates.\n")]
    public async Task A_sample_in_C_sharp_prints_what_it_promises(string sample, string start, string end)
    {
        string program = Path.Combine(
            BatonTool.Repository,
            "artifacts/bin/Topologies.Samples",
            new DirectoryInfo(AppContext.BaseDirectory).Name,
            "Topologies.Samples.dll"
        );

        ToolResult run = await Shell.RunAsync(_samples.Root, $"dotnet '{program}' {sample}");

        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldStartWith(start);
        run.Output.ShouldEndWith(end);
    }

    private Task<ToolResult> AgentsAsync(params string[] words) => BatonTool.RunAsync(Folder, ["agents", .. words]);

    private async Task<JsonNode> LastAsync()
    {
        ToolResult list = await AgentsAsync("executions", "list", "--format", "json");
        return JsonNode.Parse(list.Output)!.AsArray()[0]!;
    }
}
