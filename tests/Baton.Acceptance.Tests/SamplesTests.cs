using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>The samples do what their READMEs say.</summary>
public sealed class SamplesTests
{
    [Fact]
    [Trait("Needs", "python")]
    public async Task Quickstart_runs_as_the_README_prints_it()
    {
        using Copy samples = new("samples");

        ToolResult once = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "quickstart",
            "--yes"
        );
        ToolResult conversation = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "quickstart",
            "--yes",
            "--multi-turn",
            "--supervisor-provider",
            "mock"
        );

        once.ExitCode.ShouldBe(0, once.All);
        conversation.ExitCode.ShouldBe(0, conversation.All);
        Directory.GetDirectories(Path.Combine(samples.Root, "samples/quickstart/experiments")).Length.ShouldBe(2);
    }

    [Theory]
    [Trait("Needs", "node")]
    [InlineData("node-agent")]
    [InlineData("mcp-agent")]
    public async Task An_agent_in_Node_runs(string project)
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            project,
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Argument_replay_runs_and_records_as_the_README_prints_it()
    {
        using Copy samples = new("samples");
        string[] project = ["--root", "samples", "--project", "argument-replay"];
        string recording = Path.Combine(samples.Root, "samples/argument-replay/recordings/args_recording.jsonl");

        ToolResult shipped = await BatonTool.RunAsync(samples.Root, ["run", "experiment", .. project, "--yes"]);
        File.Delete(recording);
        ToolResult enabled = await BatonTool.RunAsync(samples.Root, ["record", "enable", .. project]);
        ToolResult widget = await BatonTool.RunAsync(
            samples.Root,
            ["run", "experiment", .. project, "--config", "configs/record.yaml", "--limit", "1", "--yes"]
        );
        ToolResult status = await BatonTool.RunAsync(samples.Root, ["record", "status", .. project]);
        ToolResult disabled = await BatonTool.RunAsync(samples.Root, ["record", "disable", "--replay", .. project]);
        ToolResult recorded = await BatonTool.RunAsync(samples.Root, ["run", "experiment", .. project, "--yes"]);

        foreach (ToolResult result in new[] { shipped, enabled, widget, status, disabled, recorded })
        {
            result.ExitCode.ShouldBe(0, result.All);
        }

        status.Output.ShouldContain("app.handler:handle: 1 call");
        File.ReadAllText(recording).ShouldNotContain("tok-5f0c2a");
        string[] experiments = Directory.GetDirectories(
            Path.Combine(samples.Root, "samples/argument-replay/experiments"),
            "argument-replay_*"
        );
        experiments.Length.ShouldBe(2);
        foreach (string experiment in experiments)
        {
            TestProject
                .Lines(experiment, "traces.jsonl")
                .Select(trace => trace["output"]!.GetValue<string>())
                .ShouldBe(
                    [
                        "Hello Ann! I see 1 attachment(s). Delivery takes three days.",
                        "Hello Ann! I see 1 attachment(s). Delivery takes three days. Send it back within 30 days.",
                        "Hello Ann! I see 1 attachment(s). What is your order number?",
                    ],
                    ignoreOrder: true
                );
        }
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Opentelemetry_shows_what_happens_inside_the_agent()
    {
        using Copy samples = new("samples");
        Directory.CreateSymbolicLink(
            Path.Combine(samples.Root, "samples/opentelemetry/node_modules"),
            Path.Combine(await NodePackages.InstallAsync(), "node_modules")
        );

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "opentelemetry",
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
        string experiment = Directory
            .GetDirectories(Path.Combine(samples.Root, "samples/opentelemetry/experiments"))
            .ShouldHaveSingleItem();
        JsonNode summary = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(experiment, "summary.json"), TestContext.Current.CancellationToken)
        )!;
        summary["telemetry"]!["spans"]!.GetValue<int>().ShouldBe(20);
        summary["tokens"]!["agent"]!["total"]!.GetValue<int>().ShouldBe(90);
    }

    [Theory]
    [InlineData()]
    [InlineData("--multi-turn")]
    [Trait("Needs", "python")]
    public async Task Step_loop_runs_as_the_README_prints_it(params string[] more)
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            ["run", "experiment", "--root", "samples", "--project", "step-loop", "--yes", .. more]
        );

        result.ExitCode.ShouldBe(0, result.All);
        string experiment = Directory.GetDirectories(Path.Combine(samples.Root, "samples/step-loop/experiments"))[0];
        string[] traces = await File.ReadAllLinesAsync(Path.Combine(experiment, "traces.jsonl"));
        traces.Length.ShouldBe(6);
        traces.Count(trace => trace.Contains("costs 128.00 EUR with the train.", StringComparison.Ordinal)).ShouldBe(2);
        string observations = await File.ReadAllTextAsync(Path.Combine(experiment, "observations.jsonl"));
        observations.ShouldContain("\"step 3\"");
        observations.ShouldContain("look_up");
        if (more.Length > 0)
        {
            traces
                .Count(trace => trace.Contains("costs 156.50 EUR with the train.", StringComparison.Ordinal))
                .ShouldBe(6, "every conversation goes on to Vienna");
        }
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("node-agent")]
    [InlineData("mcp-agent")]
    [InlineData("composite")]
    [InlineData("dotnet-agent")]
    [InlineData("step-loop")]
    [InlineData("argument-replay")]
    [Trait("Needs", "python")]
    [Trait("Needs", "node")]
    public async Task The_agents_of_the_samples_pass_the_checks(string project)
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "target",
            "check",
            "--root",
            "samples",
            "--project",
            project
        );

        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldContain("ok     stops_cleanly");
    }

    [Theory]
    [Trait("Needs", "python")]
    [InlineData("http-sse")]
    [InlineData("chat-model")]
    [InlineData("chat-model", "--multi-turn")]
    [InlineData("a2a-agent")]
    public async Task A_sample_with_a_server_starts_it_runs_and_stops_it(string sample, string options = "")
    {
        using Copy samples = new("samples");

        ToolResult result = await RunAsync(samples, sample, options);

        result.ExitCode.ShouldBe(0, result.All);
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task A2a_agent_books_in_the_second_turn()
    {
        using Copy samples = new("samples");

        ToolResult result = await RunAsync(samples, "a2a-agent", "--multi-turn");

        result.ExitCode.ShouldBe(0, result.All);
        (await ResultAsync(samples, "a2a-agent", "traces.jsonl")).ShouldContain("Your room is booked: Monday");
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Ag_ui_stream_has_its_tool_calls_in_the_trace()
    {
        using Copy samples = new("samples");

        ToolResult result = await RunAsync(samples, "ag-ui-stream");

        result.ExitCode.ShouldBe(0, result.All);
        string observations = await ResultAsync(samples, "ag-ui-stream", "observations.jsonl");
        observations.ShouldContain("\"distance\"");
        observations.ShouldContain("870");
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Websocket_keeps_its_connection_between_turns()
    {
        using Copy samples = new("samples");

        ToolResult result = await RunAsync(samples, "websocket", "--multi-turn");

        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldContain("9 ok, 3 failed");
        // The second turn knows the first one's answer: it went over the same connection.
        (await ResultAsync(samples, "websocket", "traces.jsonl")).ShouldContain(
            "Once more: A prime has exactly two divisors"
        );
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    [InlineData("baton")]
    [InlineData("python --multi-turn")]
    [Trait("Needs", "redis")]
    [Trait("Needs", "python")]
    [Trait("Needs", "node")]
    public async Task Queue_redis_runs_with_every_worker(string worker)
    {
        using Copy samples = new("samples");

        ToolResult result = await RunAsync(samples, "queue-redis", worker);

        result.ExitCode.ShouldBe(0, result.All);
        result.All.ShouldContain("15 ok");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Judged_answers_have_scores_with_reasons_without_any_model()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "judged-answers",
            "--yes",
            "--evaluate"
        );

        result.ExitCode.ShouldBe(0, result.All);
        string experiment = Directory
            .GetDirectories(Path.Combine(samples.Root, "samples/judged-answers/experiments"))
            .Single();
        foreach (JsonNode judged in TestProject.Lines(experiment, "evaluation/per_trace.jsonl"))
        {
            judged["scores"]!
                .AsArray()
                .Select(static score =>
                    ((string?)score!["evaluator"], (string?)score["status"], (double?)score["value"])
                )
                .ShouldBe([
                    ("basics", "pass", 1),
                    ("goal", "pass", 0.75),
                    ("as_good_as_expected", "pass", 0.5),
                    ("short", "pass", 1),
                ]);
            ((string?)judged["scores"]![1]!["reason"]).ShouldNotBeNull().ShouldContain("tracking number");
        }
    }

    [Theory]
    [InlineData("promptfoo", 3)]
    [InlineData("openai-evals", 2, "--inputs", "data/evals.jsonl")]
    [InlineData("inspect", 2, "--inputs", "data/inspect.jsonl")]
    [InlineData("tau-bench", 1, "--inputs", "data/tasks.json", "--multi-turn")]
    [Trait("Needs", "python")]
    public async Task Datasets_of_other_tools_run_and_are_judged(string format, int count, params string[] inputs)
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            ["run", "experiment", "--root", "samples", "--project", "other-datasets", "--yes", "--evaluate", .. inputs]
        );

        result.ExitCode.ShouldBe(0, result.All);
        result.All.ShouldContain($"({format})");
        string experiment = Directory
            .GetDirectories(Path.Combine(samples.Root, "samples/other-datasets/experiments"))
            .Single();
        IReadOnlyList<JsonObject> judged = TestProject.Lines(experiment, "evaluation/per_trace.jsonl");
        judged.Count.ShouldBe(count);
        judged.ShouldAllBe(static trace => (bool?)trace["passed"] == true);
    }

    [Fact]
    [Trait("Needs", "python")]
    [Trait("Needs", "node")]
    public async Task Composite_takes_the_vote_of_those_that_answer()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "composite",
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
        string experiment = Directory
            .GetDirectories(Path.Combine(samples.Root, "samples/composite/experiments"))
            .Single();
        TestProject
            .Lines(experiment, "traces.jsonl")
            .Select(trace => ((string?)trace["input"], (string?)trace["output"]))
            .ShouldBe(
                [
                    ("I love it, thank you!", "good"),
                    ("This is broken and I am angry.", "bad"),
                    ("When do you open?", "neutral"),
                    ("Great, it broke again!", "bad"),
                ],
                ignoreOrder: true
            );
        TestProject
            .Lines(experiment, "observations.jsonl")
            .Where(item => (string?)item["name"] == "marks" && (string?)item["error"] is not null)
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Dotnet_agent_is_built_and_runs()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "dotnet-agent",
            "--yes",
            "--format",
            "json"
        );

        result.ExitCode.ShouldBe(0, result.All);
        // What the agent prints is kept with the runs and is not among the data.
        System.Text.Json.Nodes.JsonNode summary = System.Text.Json.Nodes.JsonNode.Parse(result.Output)!;
        ((int?)summary["successful"], (int?)summary["failed"]).ShouldBe((6, 2));
    }

    private static Task<ToolResult> RunAsync(Copy samples, string sample, string options = "") =>
        Shell.RunAsync(
            samples.Root,
            $"PATH=\"{Path.GetDirectoryName(BatonTool.Program)}:$PATH\" bash samples/{sample}/run.sh {options}"
        );

    private static Task<string> ResultAsync(Copy samples, string sample, string file)
    {
        string experiments = Path.Combine(samples.Root, "samples", sample, "experiments");
        string experiment = Directory.GetDirectories(experiments).ShouldHaveSingleItem();
        return File.ReadAllTextAsync(Path.Combine(experiment, file), TestContext.Current.CancellationToken);
    }

    /// <summary>A copy of a folder of the checkout, so that a test leaves no results in it.</summary>
    /// <summary>A folder of the repository in a workspace of its own.</summary>
    internal sealed class Copy : IDisposable
    {
        private readonly TempWorkspace _workspace = new();

        public Copy(string folder)
        {
            string from = Path.Combine(BatonTool.Repository, folder);
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(BatonTool.Repository, file);
                if (
                    !relative.Contains("/experiments/", StringComparison.Ordinal)
                    && !relative.Contains("/node_modules/", StringComparison.Ordinal)
                )
                {
                    string to = _workspace.PathOf(relative);
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    File.Copy(file, to);
                }
            }
        }

        public string Root => _workspace.Root;

        public void Dispose() => _workspace.Dispose();
    }
}
