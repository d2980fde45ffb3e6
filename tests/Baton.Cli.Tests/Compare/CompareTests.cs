using System.Text.Json.Nodes;
using Baton.Cli.Compare;
using Baton.Experiments.Comparison;

namespace Baton.Cli.Tests.Compare;

public sealed class CompareTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_numbers_that_can_be_named_are_those_that_are_compared() =>
        MetricWords.All.ShouldBe(MetricNames.All);

    [Fact]
    public async Task Two_folders_are_shown_side_by_side()
    {
        Write(broken: 12);

        ToolRun run = await RunAsync("a", "b", "--flips", "2");

        run.ExitCode.ShouldBe(0, run.Error);
        ApprovedText.ShouldBeApproved(run.Output, "compare.txt");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pull_request_gets_a_short_comment()
    {
        Write(broken: 12, answer: "fine | <b>@you</b>\n```\nnow\n```");

        ToolRun run = await RunAsync("a", "b", "--format", "markdown", "--flips", "1", "--fail-on-regression");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldMatch(@"^error: B is worse than A: pass rate -30 \[.*\] points, p = ");
        ApprovedText.ShouldBeApproved(run.Output, "compare-markdown.txt");
    }

    [Fact]
    public async Task Programs_get_every_number()
    {
        Write(broken: 12);

        ToolRun run = await RunAsync("a", "b", "--format", "json", "--fail-on-regression", "--min-effect", "0.5");

        run.ExitCode.ShouldBe(0, run.Error);
        JsonNode found = JsonNode.Parse(run.Output)!;
        found["common"]!["runs"]!.GetValue<int>().ShouldBe(40);
        found["broken"]!["count"]!.GetValue<int>().ShouldBe(12);
        found["broken"]!["runs"]!.AsArray().Count.ShouldBe(12);
        JsonNode rate = found["metrics"]!
            .AsArray()
            .Single(metric => metric!["name"]!.GetValue<string>() == "pass_rate")!;
        rate["b"]!["value"]!.GetValue<double>().ShouldBe(0.7);
        rate["p_value"]!.GetValue<double>().ShouldBe(Math.Pow(0.5, 11), 1e-9);
        rate["verdict"]!.GetValue<string>().ShouldBe("worse");
        found["gate"]!["regression"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_gate_that_nothing_could_fail_does_not_say_that_all_is_well()
    {
        new WrittenExperiment().Run("i0").Run("i1").Write(_workspace, "a");
        new WrittenExperiment().Run("i0", success: false).Run("i1", success: false).Write(_workspace, "b");

        ToolRun run = await RunAsync("a", "b", "--fail-on-regression");
        ToolRun json = await RunAsync("a", "b", "--fail-on-regression", "--format", "json");
        ToolRun comment = await RunAsync("a", "b", "--fail-on-regression", "--format", "markdown");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Regression: cannot be told, too little is common");
        run.Error.ShouldBe(
            "warning: `--fail-on-regression` cannot fail here: too little is common for any change to be significant at 0.05; "
                + "compare more inputs, or give `--unit run` and more iterations\n"
        );
        JsonNode.Parse(json.Output)!["gate"]!["can_fail"]!.GetValue<bool>().ShouldBeFalse();
        comment.Output.ShouldContain("**Whether this is a regression cannot be told** (2 broke, 0 fixed).");
    }

    [Fact]
    public async Task The_same_experiments_give_the_same_bytes()
    {
        Write(broken: 3);

        string once = (await RunAsync("a", "b", "--format", "json")).Output;

        (await RunAsync("a", "b", "--format", "json")).Output.ShouldBe(once);
        (await RunAsync("a", "b", "--format", "json", "--seed", "1")).Output.ShouldNotBe(once);
    }

    [Fact]
    public async Task The_result_goes_to_a_file_where_one_is_named()
    {
        Write(broken: 0);

        ToolRun run = await RunAsync("a", "b", "--format", "markdown", "--output", "out/comment.md");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBeEmpty();
        _workspace
            .Read("out/comment.md")
            .ShouldStartWith("### Baton: `a` → `b`\n\n**Significant:** latency, mean worse");
    }

    [Fact]
    public async Task An_experiment_is_found_by_its_name_too()
    {
        Write(broken: 0);
        new WrittenExperiment().Run("i0").Write(_workspace, "exp_20260102_030405", "candidate");

        ToolRun run = await RunAsync("a", "candidate", "--output-dir", ".");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("exp_20260102_030405: 1 run");
    }

    [Theory]
    [InlineData("a nowhere", "error: B: `nowhere` is no experiment's folder")]
    [InlineData("a nowhere --output-dir .", "error: B: `nowhere` is no experiment, neither here nor in")]
    [InlineData("a plain-folder", "error: B: `plain-folder` is no experiment's folder")]
    [InlineData("a ./a/", "error: B: `./a/` is the same experiment as A; name another one")]
    [InlineData("a link", "error: B: `link` is the same experiment as A; name another one")]
    [InlineData("a other", "error: B: the experiments have no runs in common: no input")]
    [InlineData("a changed", "error: B: the experiments have no runs in common: 1 inputs have the same identifier")]
    [InlineData("a empty", "has no finished runs")]
    [InlineData("a unfinished --fail-on-regression", "is unfinished (1 of 9 runs), so nothing can be decided by it")]
    [InlineData("a b --metric cost", "error: --metric: goes with `--fail-on-regression`")]
    [InlineData("a b --fail-on-regression --metric cost", "error: --metric: `cost` is not reported by both")]
    [InlineData("a b --fail-on-regression --metric score", "error: --metric: `score` needs evaluations")]
    [InlineData("a b --fail-on-regression --metric speed", "`speed` is not one of")]
    [InlineData("a b --fail-on-regression --min-effect cost=1", "error: --min-effect: `cost` is not among the numbers")]
    [InlineData("a b --fail-on-regression --min-effect -1", "error: --min-effect: `-1` is no effect")]
    [InlineData("a b --alpha 5", "error: --alpha: `5` cannot be used; write a level between 0 and 1")]
    [InlineData("a b --flips some", "error: --flips: `some` is no number")]
    [InlineData("a", "error: B: is missing")]
    public async Task What_cannot_be_compared_is_said_with_the_way_out(string commandLine, string error)
    {
        Write(broken: 1);
        Directory.CreateDirectory(_workspace.PathOf("plain-folder"));
        Directory.CreateSymbolicLink(_workspace.PathOf("link"), _workspace.PathOf("a"));
        new WrittenExperiment().Run("elsewhere").Write(_workspace, "other");
        new WrittenExperiment().Run("i0", says: "something else").Write(_workspace, "changed");
        new WrittenExperiment { Planned = 3 }.Write(_workspace, "empty");
        new WrittenExperiment { Planned = 9 }
            .Run("i0")
            .Write(_workspace, "unfinished");

        ToolRun run = await RunAsync(commandLine.Split(' '));

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldContain(error);
        run.Output.ShouldBeEmpty();
    }

    private void Write(int broken, string answer = "fine")
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        for (int i = 0; i < 40; i++)
        {
            string persona = i % 2 == 0 ? "novice" : "expert";
            first.Run($"i{i}", persona: null, answer: answer, durationMs: 1000 + i, tokens: 100 + i % 3);
            second.Run(
                $"i{i}",
                success: i >= broken,
                persona: null,
                answer: "worse",
                durationMs: 1010 + i,
                tokens: 120 + i % 5
            );
            first.Run($"p{i}", persona: persona, iteration: 1);
        }

        first.Write(_workspace, "a");
        second.Run("new").Identity("seed", 7).Write(_workspace, "b");
    }

    private Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.In(_workspace.Root, ["compare", .. arguments]);
}
