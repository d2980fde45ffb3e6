using System.Text.Json.Nodes;
using System.Xml.Linq;
using Baton.Cli.Interrupts;
using Microsoft.AspNetCore.Http;

namespace Baton.Cli.Tests.Run;

public sealed class RunExperimentTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Progress_goes_to_standard_error_and_the_summary_to_standard_output()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync("--yes", "--iterations", "5");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldStartWith(
            """
            [INFO] Starting experiment...
            [INFO] Loaded 2 inputs
            [INFO] Running 5 iterations per input (10 total runs)

            """
        );
        run.Error.ShouldContain("[▓▓▓▓▓▓▓▓▓▓] 10/10 (100%)");
        run.Output.ShouldMatch(@"(?m)^Runs +10: 10 ok$");
        run.Output.ShouldMatch(@"(?m)^Success +100 % \(95 % interval 72.2 % to 100 %\)$");
        run.Output.ShouldMatch(@"(?m)^Results +experiments/demo_\d{8}_\d{6}$");
    }

    [Fact]
    public async Task Programs_get_the_summary_as_it_stands_in_the_folder()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync("--yes", "--format", "json");

        JsonNode summary = JsonNode.Parse(run.Output)!;
        summary["total_traces"]!.GetValue<int>().ShouldBe(2);
        run.Output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Folder(), "summary.json")));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_told_before_anything_runs()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);
        _workspace.Write("taken", "a file");

        ToolRun run = await RunAsync("--yes", "--report", "junit:taken/out.xml");

        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldBe(
            $"error: --report: `{_workspace.PathOf("taken/out.xml")}` cannot be written: its folder cannot be made; "
                + "name another file\n"
        );
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failures_are_counted_with_an_example_and_reported_as_tests()
    {
        await using LoopbackServer server = await AgentAsync(body => body.Contains("second") ? 400 : 200);
        Configure(server);

        ToolRun run = await RunAsync("--yes", "--report", "junit:reports/out.xml");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldMatch(@"(?m)^Failures\n  1  http_status  .*400");
        XElement suite = XDocument.Load(_workspace.PathOf("reports/out.xml")).Root!.Element("testsuite")!;
        suite.Attribute("tests")!.Value.ShouldBe("2");
        suite.Attribute("failures")!.Value.ShouldBe("1");
    }

    [Theory]
    [InlineData("0.4", 0)]
    [InlineData("0.6", 1)]
    public async Task A_success_rate_under_the_threshold_is_exit_code_1(string least, int exitCode)
    {
        await using LoopbackServer server = await AgentAsync(body => body.Contains("second") ? 400 : 200);
        Configure(server);

        ToolRun run = await RunAsync("--yes", "--fail-under", least);

        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Error.Contains("error: the success rate 50 % is under 60 %").ShouldBe(exitCode == 1);
    }

    [Fact]
    public async Task No_success_at_all_is_exit_code_1()
    {
        await using LoopbackServer server = await AgentAsync(_ => 400);
        Configure(server);

        ToolRun run = await RunAsync("--yes");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error: no run succeeded");
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_starts_nothing()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync("--dry-run", "--parallel", "3");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Runs        2, 3 at once");
        server.Requests.ShouldBeEmpty();
        Directory.Exists(_workspace.PathOf("experiments")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_asked_and_nothing_runs()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync();

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("error: --yes: is missing, and there is no terminal");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("y\n", 2)]
    [InlineData("n\n", 0)]
    [InlineData("", 0)]
    public async Task At_a_terminal_the_plan_is_confirmed(string typed, int calls)
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync(session => AtTerminal(session, typed));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("Run it? [y/N] ");
        server.Requests.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_wrong_option_is_told_by_its_own_name()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync("--yes", "--iterations", "0", "--max-turns", "many");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("error: --iterations: iterations: ");
        run.Error.ShouldContain("error: --max-turns: multi_turn.max_turns: ");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0.9", 1)]
    [InlineData("0.5", 0)]
    [InlineData(null, 0)]
    public async Task With_an_evaluation_the_least_rate_holds_for_what_passes_too(string? failUnder, int exitCode)
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);
        _workspace.Write(
            "configs/evaluation.yaml",
            "evaluators: [{name: order, type: rule_based, rules: [{check: contains, target: input, keywords: first}]}]\n"
        );

        string[] gate = failUnder is null ? [] : ["--fail-under", failUnder];
        ToolRun run = await RunAsync(["--yes", "--evaluate", .. gate]);

        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Output.ShouldMatch(@"(?m)^Pass rate +50 %");
        run.Error.Contains("error: the pass rate 50 % is under 90 %").ShouldBe(exitCode == 1);
    }

    [Theory]
    [InlineData]
    [InlineData("--dry-run")]
    public async Task A_resume_of_what_is_no_experiment_is_refused_before_anything_is_asked(params string[] options)
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await RunAsync(["--resume", "experiments/nope", .. options]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("error: ");
        run.Error.ShouldContain("experiments/nope` is no experiment: it has no `journal.jsonl`");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_resume_without_the_first_options_is_told_which_settings_differ()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);
        (await RunAsync("--yes", "--iterations", "3", "--parallel", "2")).ExitCode.ShouldBe(0);

        ToolRun resumed = await RunAsync("--yes", "--resume", Folder());

        resumed.ExitCode.ShouldBe(2);
        resumed.Error.ShouldContain("was started differently: the configuration and the inputs changed");
        resumed.Error.ShouldContain(
            "(`iterations` was 3 and is not set); give the options and settings it was started"
        );
    }

    [Fact]
    public async Task An_experiment_is_replayed_by_the_name_it_was_given()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);
        (await RunAsync("--yes", "--name", "before")).ExitCode.ShouldBe(0);

        ToolRun replay = await RunAsync("--yes", "--replay", "before", "--name", "after");
        ToolRun unknown = await RunAsync("--yes", "--replay", "never");

        replay.ExitCode.ShouldBe(0, replay.Error);
        replay.Output.ShouldContain("all 2 runs went the same way");
        unknown.ExitCode.ShouldBe(2);
        unknown.Error.ShouldContain("is no folder; name the folder of an experiment, or the name it was given");
    }

    [Fact]
    public async Task An_interrupted_experiment_says_how_to_go_on_and_can_be_gone_on_with()
    {
        using Interruption interruption = new();
        bool isFirst = true;
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            if (isFirst)
            {
                isFirst = false;
                interruption.Request();
            }

            await context.Response.WriteAsync("""{"output":"fine"}""", context.RequestAborted);
        });
        Configure(server);

        ToolRun run = await RunAsync(
            session => session with { Listen = () => interruption },
            "--yes",
            "--iterations",
            "3"
        );

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("Stopping: runs in flight may finish");
        run.Error.ShouldContain(
            $"Go on with: baton run experiment --yes --iterations 3 --resume experiments/{Path.GetFileName(Folder())}"
        );

        ToolRun resumed = await RunAsync("--yes", "--iterations", "3", "--resume", Folder());
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Output.ShouldMatch(@"(?m)^Runs +6: 6 ok$");
    }

    [Fact]
    public async Task Validation_tells_what_would_run()
    {
        await using LoopbackServer server = await AgentAsync();
        Configure(server);

        ToolRun run = await ToolRun.In(_workspace.Root, "config", "validate");

        run.ShouldBe(new ToolRun(0, "ok: 2 inputs, 2 runs\n", ""));
    }

    [Fact]
    public async Task Validation_gives_programs_every_error_with_its_place()
    {
        _workspace.Write("configs/simulation.yaml", "runner: {http: {url: \"http://h/\"}}\niterations: many\n");

        ToolRun run = await ToolRun.In(_workspace.Root, "config", "validate", "--format", "json");

        run.ExitCode.ShouldBe(2);
        JsonNode result = JsonNode.Parse(run.Output)!;
        result["valid"]!.GetValue<bool>().ShouldBeFalse();
        JsonNode error = result["errors"]!.AsArray().ShouldHaveSingleItem()!;
        error["source"]!.GetValue<string>().ShouldBe("configs/simulation.yaml");
        error["line"]!.GetValue<int>().ShouldBe(2);
        error["key"]!.GetValue<string>().ShouldBe("iterations");
    }

    private static ToolSession AtTerminal(ToolSession session, string typed) =>
        session with
        {
            In = new StringReader(typed),
            InputIsTerminal = true,
            ErrorIsTerminal = true,
            Environment = new Dictionary<string, string> { ["TERM"] = "dumb" },
        };

    private static Task<LoopbackServer> AgentAsync(Func<string, int>? status = null) =>
        LoopbackServer.StartAsync(async context =>
        {
            string body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            context.Response.StatusCode = status?.Invoke(body) ?? 200;
            await context.Response.WriteAsync("""{"output":"fine"}""", context.RequestAborted);
        });

    private void Configure(LoopbackServer server)
    {
        _workspace.Write("configs/simulation.yaml", $"name: demo\nrunner: {{http: {{url: \"{server.Url}\"}}}}\n");
        _workspace.Write("inputs/generated.yaml", "inputs:\n  - input: the first\n  - input: the second\n");
    }

    private string Folder() => Directory.GetDirectories(_workspace.PathOf("experiments")).ShouldHaveSingleItem();

    private Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(session => session, arguments);

    private Task<ToolRun> RunAsync(Func<ToolSession, ToolSession> change, params string[] arguments) =>
        ToolRun.Of(
            session => change(session with { WorkingDirectory = _workspace.Root }),
            ["run", "experiment", .. arguments]
        );
}
