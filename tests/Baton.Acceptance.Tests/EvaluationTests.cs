using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

[Trait("Needs", "python")]
public sealed class EvaluationTests
{
    private const string Agent =
        "def run(input):\n    if '3' in input:\n        raise ValueError('no threes')\n    return f'The answer to {input} is 42'\n";

    private const string Evaluators = """
        evaluators:
          - name: basics
            type: rule_based
            rules:
              - success
              - {check: latency_under, budget_ms: 60000}
              - {check: contains, keywords: ["42"]}
          - name: tone
            type: python
            function: "judges:tone"
        aggregate: {method: all}
        """;

    private const string Judges = """
        def tone(trace):
            print("a print must not disturb anything")
            if trace["output"] is None:
                raise ValueError("nothing to judge")
            return {"score": 1.0 if trace["output"].startswith("The answer") else 0.0, "reason": "begins well"}
        """;

    [Fact]
    public async Task An_experiment_is_run_and_scored_in_one_go()
    {
        using TestProject project = Project();

        ToolResult result = await project.RunExperimentAsync("--evaluate", "--format", "json");

        result.ExitCode.ShouldBe(0, result.All);
        JsonObject summary = JsonNode.Parse(result.Output)!.AsObject();
        summary["total_traces"]!.GetValue<int>().ShouldBe(4);
        JsonObject evaluation = summary["evaluation"]!.AsObject();
        evaluation["traces"]!
            .ToJsonString()
            .ShouldBe("""{"total":4,"passed":3,"failed":1,"unjudged":0,"simulator_faults":0}""");
        JsonObject tone = evaluation["evaluators"]![1]!.AsObject();
        tone["pass"]!.GetValue<int>().ShouldBe(3);
        tone["error"]!.GetValue<int>().ShouldBe(1);
        evaluation["errors"]![0]!["reason"]!.GetValue<string>().ShouldContain("ValueError: nothing to judge");
        Lines(project)
            .Select(line => line.Text("trace_id"))
            .ShouldBe(project.Traces().Select(trace => trace.Text("trace_id")));
    }

    [Fact]
    public async Task An_experiment_is_scored_afterwards_and_again_by_other_evaluators()
    {
        using TestProject project = Project();
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);

        ToolResult first = await EvaluateAsync(project, "--fail-under", "0.8");
        project.With(
            "configs/evaluation.yaml",
            "evaluators: [{name: only, type: rule_based, rules: [output_not_empty]}]\n"
        );
        ToolResult second = await EvaluateAsync(project, "--fail-under", "0.75");

        first.ExitCode.ShouldBe(1, first.All);
        first.Error.ShouldContain("error: the pass rate 75 % is under 80 %");
        second.ExitCode.ShouldBe(0, second.All);
        Lines(project)[0]["scores"]![0]!.AsObject().Text("evaluator").ShouldBe("only");
    }

    [Fact]
    public async Task Without_evaluators_nothing_is_run()
    {
        using TestProject project = Project().With("configs/evaluation.yaml", "evaluators: []\n");

        ToolResult result = await project.RunExperimentAsync("--evaluate");

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("there is nothing to evaluate by");
        project.Experiments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_earlier_evaluation()
    {
        using TestProject project = Project();
        (await project.RunExperimentAsync("--evaluate")).ExitCode.ShouldBe(0);
        string before = await File.ReadAllTextAsync(SummaryOf(project), TestContext.Current.CancellationToken);
        project.With(
            "judges.py",
            """
            import asyncio, pathlib

            async def tone(trace):
                pathlib.Path("judging").touch()
                await asyncio.Event().wait()
            """
        );

        await using RunningTool tool = BatonTool.Start(
            project.Root,
            new Dictionary<string, string>(),
            "evaluate",
            "experiment"
        );
        await Eventually.Holds(() => File.Exists(Path.Combine(project.Root, "judging")), "a trace is judged");
        tool.Signal("INT");
        ToolResult result = await tool.WaitAsync(TimeSpan.FromMinutes(1));

        result.ExitCode.ShouldBe(130, result.All);
        result.Error.ShouldContain("an earlier evaluation stays as it was");
        (await File.ReadAllTextAsync(SummaryOf(project), TestContext.Current.CancellationToken)).ShouldBe(before);
        Directory.EnumerateFileSystemEntries(project.Experiment, ".evaluation*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_runs_some_again_is_told_that_the_scores_are_older()
    {
        using TestProject project = Project();
        ToolResult scored = await project.RunExperimentAsync("--evaluate");
        project.With("agent.py", "def run(input):\n    return f'The answer to {input} is 42'\n");

        ToolResult again = await project.RunExperimentAsync("--resume", project.Experiment, "--retry", "failed");
        ToolResult anew = await EvaluateAsync(project);
        ToolResult nothingNew = await project.RunExperimentAsync("--resume", project.Experiment, "--evaluate");

        const string Hint = "The evaluation is older than these runs; score them with: baton evaluate experiment ";
        scored.Error.ShouldNotContain(Hint);
        again.Error.ShouldContain(Hint);
        anew.Output.ShouldContain("100");
        nothingNew.Error.ShouldNotContain(Hint);
    }

    private static TestProject Project() =>
        TestProject
            .Create("runner: {target: \"agent:run\"}\n", inputs: 4)
            .With("configs/evaluation.yaml", Evaluators)
            .With("agent.py", Agent)
            .With("judges.py", Judges);

    private static Task<ToolResult> EvaluateAsync(TestProject project, params string[] arguments) =>
        BatonTool.RunAsync(project.Root, ["evaluate", "experiment", .. arguments]);

    private static string SummaryOf(TestProject project) => Path.Combine(project.Experiment, "evaluation/summary.json");

    private static IReadOnlyList<JsonObject> Lines(TestProject project) =>
        TestProject.Lines(project.Experiment, "evaluation/per_trace.jsonl");
}
