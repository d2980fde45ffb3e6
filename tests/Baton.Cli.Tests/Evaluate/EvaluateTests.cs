using System.Text.Json.Nodes;

namespace Baton.Cli.Tests.Evaluate;

public sealed class EvaluateTests : IDisposable
{
    private const string Experiment = "experiments/exp_1";
    private readonly TempWorkspace _workspace = new();

    public EvaluateTests()
    {
        _workspace.Write("configs/simulation.yaml", "runner: {target: \"app.agent:run\"}\n");
        _workspace.Write(
            "configs/evaluation.yaml",
            """
            evaluators:
              - name: basics
                type: rule_based
                rules: [output_not_empty, success]
              - name: greeting
                type: rule_based
                weight: 0.5
                rules: [{check: contains, keywords: hello}, {check: regex, pattern: "^(a+)+$"}]
            """
        );
        _workspace.Write(
            $"{Experiment}/summary.json",
            """{"experiment_name":"shop","experiment_id":"exp_1","total_traces":4,"planned_runs":4,"successful":3,"started_at":"2024-01-02T03:04:05Z"}"""
        );
        _workspace.Write(
            $"{Experiment}/traces.jsonl",
            $$"""
            {"trace_id":"t1","run_key":"a/novice/0","input_id":"a","iteration":0,"persona":"novice","input":"hi","output":"hello","success":true,"outcome":"success"}
            {"trace_id":"t2","run_key":"b/-/0","input_id":"b","iteration":0,"input":"hi","output":"","success":true,"outcome":"success"}
            {"trace_id":"t3","run_key":"c/-/0","input_id":"c","iteration":0,"input":"hi","output":"{{new string(
                'a',
                5000
            )}}! hello","success":true,"outcome":"success"}
            {"trace_id":"t4","run_key":"d/-/0","input_id":"d","iteration":0,"input":"hi","output":"hello","success":false,"outcome":"simulator_fault"}

            """
        );
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_result_is_shown_to_a_person()
    {
        ToolRun run = await RunAsync(Experiment);

        run.ExitCode.ShouldBe(0, run.Error);
        ApprovedText.ShouldBeApproved(run.Output, "evaluate.txt");
    }

    [Fact]
    public async Task Programs_get_the_summary_and_nothing_else_on_standard_output()
    {
        ToolRun run = await RunAsync(Experiment, "--format", "json");

        JsonObject summary = JsonNode.Parse(run.Output)!.AsObject();
        summary["traces"]!["total"]!.GetValue<int>().ShouldBe(4);
        summary["traces"]!["simulator_faults"]!.GetValue<int>().ShouldBe(1);
        run.Output.Trim().ShouldBe(File.ReadAllText(PathOf("evaluation/summary.json")).Trim());
    }

    [Theory]
    [InlineData(new[] { "--fail-under", "0.6" }, 0)]
    [InlineData(new[] { "--fail-under", "0.7" }, 1)]
    [InlineData(new[] { "--fail-under", "0.7", "--threshold", "0.3" }, 0)]
    [InlineData(new[] { "--fail-under", "1", "--limit", "1" }, 0)]
    [InlineData(new[] { "--fail-under", "1", "--limit", "2" }, 1)]
    public async Task A_build_can_be_gated(string[] options, int exitCode)
    {
        ToolRun run = await RunAsync([Experiment, .. options]);

        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Error.Contains("is under").ShouldBe(exitCode == 1);
    }

    [Theory]
    [InlineData("exp_1")]
    [InlineData("shop")]
    [InlineData(null)]
    public async Task The_experiment_is_found_by_its_names_and_the_last_one_by_none(string? name)
    {
        ToolRun run = await RunAsync(name is null ? [] : [name]);

        run.ExitCode.ShouldBe(0, run.Error);
        File.Exists(PathOf("evaluation/per_trace.jsonl")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(new[] { "exp_2" }, "error: EXPERIMENT: `exp_2` is no experiment")]
    [InlineData(new[] { Experiment, "--limit", "none" }, "error: --limit: `none` is no number of runs")]
    [InlineData(new[] { Experiment, "--threshold", "2" }, "must be from 0 to 1, not 2")]
    [InlineData(new[] { Experiment, "--fail-under", "x" }, "--fail-under")]
    [InlineData(new[] { Experiment, "--config", "configs/missing.yaml" }, "no configuration file")]
    [InlineData(new[] { Experiment, "--format", "xml" }, "`xml` is not one of `text`, `json`")]
    [InlineData(new[] { Experiment, "extra" }, "extra")]
    public async Task What_is_wrong_with_the_command_line_is_said(string[] arguments, string expected)
    {
        ToolRun run = await RunAsync(arguments);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(expected);
        Directory.Exists(PathOf("evaluation")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_evaluators_there_is_an_example_of_one()
    {
        _workspace.Write("configs/evaluation.yaml", "evaluators: []\n");

        ToolRun run = await RunAsync(Experiment);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("has no `evaluators:` that are enabled; add for example");
    }

    [Fact]
    public async Task An_experiment_whose_runs_nobody_could_judge_fails()
    {
        _workspace.Write(
            "configs/evaluation.yaml",
            "evaluators: [{name: a, type: rule_based, rules: [{check: cost_under, budget_usd: 1}]}]\n"
        );

        ToolRun run = await RunAsync(Experiment);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error: no run could be judged");
        run.Output.ShouldContain("3 not judged");
    }

    [Fact]
    public async Task An_experiment_that_was_interrupted_is_evaluated_with_a_warning()
    {
        _workspace.Write(
            $"{Experiment}/summary.json",
            """{"experiment_name":"shop","experiment_id":"exp_1","total_traces":4,"planned_runs":9,"successful":3,"simulator_faults":1,"interrupted":true,"started_at":"2024-01-02T03:04:05Z"}"""
        );

        ToolRun run = await RunAsync(Experiment);

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldContain("warning: the experiment was interrupted; 4 of its 9 runs are there to evaluate");
        run.Output.ShouldContain("; 5 not looked at");
    }

    [Fact]
    public async Task Other_evaluators_take_the_place_of_those_beside_them()
    {
        _workspace.Write(
            "configs/strict.yaml",
            "evaluators: [{name: strict, type: rule_based, rules: [{check: contains, keywords: never}]}]\n"
                + "evaluation: {fail_under: 0.1}\n"
        );

        ToolRun run = await RunAsync(Experiment, "--config", "configs/strict.yaml");

        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("strict");
        run.Output.ShouldNotContain("basics");
    }

    [Fact]
    public async Task An_experiment_whose_process_was_killed_is_found_by_its_name()
    {
        _workspace.Write(
            "experiments/cut_1/journal.jsonl",
            """{"version":1,"experiment_id":"cut_1","experiment_name":"cut","started_at":"2024-01-02T03:04:05Z","total_runs":4}"""
                + "\n"
        );
        File.Copy(PathOf("traces.jsonl"), _workspace.PathOf("experiments/cut_1/traces.jsonl"));

        ToolRun run = await RunAsync("cut");

        run.Error.ShouldNotContain("is no experiment");
        File.Exists(_workspace.PathOf("experiments/cut_1/evaluation/summary.json")).ShouldBeTrue(run.Error);
    }

    private string PathOf(string file) => _workspace.PathOf($"{Experiment}/{file}");

    private Task<ToolRun> RunAsync(params string[] arguments) =>
        ToolRun.In(_workspace.Root, ["evaluate", "experiment", .. arguments]);
}
