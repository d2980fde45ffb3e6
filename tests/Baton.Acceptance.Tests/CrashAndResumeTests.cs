using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

public sealed class CrashAndResumeTests
{
    private const int Runs = 400;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(150)]
    [InlineData(320)]
    public async Task A_killed_experiment_goes_on_and_has_every_run_exactly_once(int killAfter)
    {
        await using LoopbackServer server = await AnsweringSlowlyAsync();
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\"}}}}\nparallel_runs: 8\n",
            Runs
        );
        await using (RunningTool tool = project.StartExperiment())
        {
            await Eventually.Holds(
                () => project.Experiments.Count == 1 && project.Journaled() >= killAfter,
                $"{killAfter} runs are journaled"
            );
            tool.Kill();
            await tool.WaitAsync(TimeSpan.FromMinutes(1));
        }

        int before = project.Journaled();
        int asked = server.Requests.Count;
        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);

        result.ExitCode.ShouldBe(0, result.All);
        before.ShouldBeLessThan(Runs);
        (server.Requests.Count - asked).ShouldBe(Runs - before, "finished runs are not repeated");
        ShouldHoldEveryRunOnce(project);
    }

    [Fact]
    public async Task Killed_again_and_again_it_still_ends_with_every_run_exactly_once()
    {
        await using LoopbackServer server = await AnsweringSlowlyAsync();
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\"}}}}\nparallel_runs: 8\n",
            Runs
        );
        int kills = 0;
        for (int goal = 60; goal < Runs; goal += 60)
        {
            await using RunningTool tool =
                kills == 0 ? project.StartExperiment() : project.StartExperiment("--resume", project.Experiment);
            await Eventually.Holds(() => project.Journaled() >= goal, $"{goal} runs are journaled");
            tool.Kill();
            await tool.WaitAsync(TimeSpan.FromMinutes(1));
            kills++;
        }

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);

        result.ExitCode.ShouldBe(0, result.All);
        kills.ShouldBeGreaterThan(3);
        ShouldHoldEveryRunOnce(project);
    }

    [Fact]
    public async Task Torn_last_lines_are_repaired()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n", inputs: 20);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        foreach (string file in new[] { "journal.jsonl", "traces.jsonl", "trace_summary.jsonl", "observations.jsonl" })
        {
            string path = Path.Combine(project.Experiment, file);
            byte[] bytes = await File.ReadAllBytesAsync(path);
            await File.WriteAllBytesAsync(path, bytes[..(bytes.Length - 25)]);
        }

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);

        result.ExitCode.ShouldBe(0, result.All);
        ShouldHoldEveryRunOnce(project, 20);
    }

    [Fact]
    public async Task Runs_that_were_written_but_not_journaled_are_made_again_and_stand_once_in_every_file()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n", inputs: 20);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        string journal = Path.Combine(project.Experiment, "journal.jsonl");
        string[] lines = await File.ReadAllLinesAsync(journal);
        await File.WriteAllLinesAsync(journal, lines[..^3]);
        File.Delete(Path.Combine(project.Experiment, "summary.json"));
        int asked = server.Requests.Count;

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);

        result.ExitCode.ShouldBe(0, result.All);
        (server.Requests.Count - asked).ShouldBe(3);
        ShouldHoldEveryRunOnce(project, 20);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupt_keeps_what_is_done_and_says_how_to_go_on(string signal)
    {
        await using LoopbackServer server = await AnsweringSlowlyAsync();
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\"}}}}\nparallel_runs: 4\n",
            Runs
        );
        await using RunningTool tool = project.StartExperiment();
        await Eventually.Holds(() => project.Journaled() >= 20, "20 runs are journaled");
        tool.Signal(signal);
        ToolResult interrupted = await tool.WaitAsync(TimeSpan.FromMinutes(1));

        interrupted.ExitCode.ShouldBe(130, interrupted.All);
        project.Summary()["interrupted"]!.GetValue<bool>().ShouldBeTrue();
        interrupted.Error.ShouldContain("--resume");

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);
        result.ExitCode.ShouldBe(0, result.All);
        project.Summary()["interrupted"]!.GetValue<bool>().ShouldBeFalse();
        ShouldHoldEveryRunOnce(project);
    }

    [Fact]
    public async Task A_changed_configuration_is_refused_unless_forced()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n", inputs: 4);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        project.With("configs/simulation.yaml", $"runner: {{http: {{url: \"{server.Url}/other\"}}}}\n");

        ToolResult refused = await project.RunExperimentAsync("--resume", project.Experiment);
        ToolResult forced = await project.RunExperimentAsync("--resume", project.Experiment, "--force");

        refused.ExitCode.ShouldBe(2, refused.All);
        refused.Error.ShouldContain("--force");
        forced.ExitCode.ShouldBe(0, forced.All);
    }

    [Fact]
    public async Task Failed_runs_can_be_run_again()
    {
        bool broken = true;
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            string body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            context.Response.StatusCode = broken && body.Contains("question 2", StringComparison.Ordinal) ? 400 : 200;
            await context.Response.WriteAsync("""{"output":"fine"}""", context.RequestAborted);
        });
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n", inputs: 3);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        project.Summary()["failed"]!.GetValue<int>().ShouldBe(1);
        broken = false;

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment, "--retry", "failed");

        result.ExitCode.ShouldBe(0, result.All);
        server.Requests.Count.ShouldBe(4);
        ShouldHoldEveryRunOnce(project, 3);
        project.Summary()["failed"]!.GetValue<int>().ShouldBe(0);
    }

    private static Task<LoopbackServer> AnsweringSlowlyAsync() =>
        LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, context.RequestAborted);
            await context.Response.WriteAsync("""{"output":"fine"}""", context.RequestAborted);
        });

    private static void ShouldHoldEveryRunOnce(TestProject project, int runs = Runs)
    {
        string?[] committed =
        [
            .. TestProject.Lines(project.Experiment, "journal.jsonl").Skip(1).Select(line => line.Text("run_key")),
        ];
        committed.Length.ShouldBe(runs);
        committed.ShouldBeUnique();
        foreach (string file in new[] { "traces.jsonl", "trace_summary.jsonl" })
        {
            IReadOnlyList<JsonObject> lines = TestProject.Lines(project.Experiment, file);
            lines.Select(line => line.Text("run_key")).ShouldBe(committed, file);
            lines.Select(line => line.Text("trace_id")).ShouldBeUnique(file);
        }

        IGrouping<string?, JsonObject>[] observed =
        [
            .. TestProject.Lines(project.Experiment, "observations.jsonl").GroupBy(line => line.Text("trace_id")),
        ];
        observed.Length.ShouldBe(runs);
        observed.ShouldAllBe(group => group.Count() == 2);
        JsonObject summary = project.Summary();
        summary["total_traces"]!.GetValue<int>().ShouldBe(runs);
        summary["successful"]!.GetValue<int>().ShouldBe(runs);
        project.Journaled().ShouldBe(runs);
    }
}
