using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>What breaks in the middle takes its own runs with it and no others.</summary>
public sealed class FaultIsolationTests
{
    // An answer, one of chat completions, a card of A2A and its answer at once.
    private const string AnyAnswer = """
        {"output": "fine", "choices": [{"message": {"content": "fine"}, "finish_reason": "stop"}],
         "url": "/rpc", "capabilities": {}, "jsonrpc": "2.0", "id": 1,
         "result": {"kind": "message", "parts": [{"kind": "text", "text": "fine"}]}}
        """;

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    [Trait("Needs", "node")]
    public async Task A_process_that_dies_in_mid_run_fails_only_its_own_run(string reuse)
    {
        using TestProject project = TestProject
            .Create(
                $"runner: {{process: {{command: [node, agent.mjs], protocol: jsonl, reuse: {reuse}}}}}\nparallel_runs: 1\n",
                inputs: 5
            )
            .With(
                "agent.mjs",
                """
                import { createInterface } from "node:readline";
                for await (const line of createInterface({ input: process.stdin })) {
                  const { id, input } = JSON.parse(line);
                  if (input === "question 3") { console.error("about to die"); process.kill(process.pid, "SIGKILL"); }
                  console.log(JSON.stringify({ type: "final", id, output: `fine: ${input}` }));
                }
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        IReadOnlyList<JsonObject> traces = project.Traces();
        JsonObject failed = traces.Single(trace => trace.ErrorKind() is not null);
        failed.Text("input").ShouldBe("question 3");
        failed.ErrorKind().ShouldBe("process_exit");
        failed["error"]!.ToJsonString().ShouldContain("about to die");
        traces.Count(trace => trace.Text("output")?.StartsWith("fine", StringComparison.Ordinal) == true).ShouldBe(4);
    }

    [Fact]
    public async Task A_connection_cut_in_mid_answer_fails_only_its_own_run()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            string body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            await context.Response.WriteAsync("""{"output":""", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (body.Contains("question 2", StringComparison.Ordinal))
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("\"fine\"}", context.RequestAborted);
        });
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        project
            .Traces()
            .Select(trace => (trace.Text("input"), trace.ErrorKind()))
            .ShouldBe(
                [("question 1", null), ("question 2", "connection_lost"), ("question 3", null)],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("http: {url: 'URL'}")]
    [InlineData("openai: {base_url: 'URL/v1', model: m}")]
    [InlineData("a2a: {url: 'URL'}")]
    public async Task A_target_that_goes_away_stops_the_experiment_and_the_missing_runs_can_follow(string runner)
    {
        LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(AnyAnswer, context.RequestAborted);
        });
        string target = runner.Replace("URL", server.Url, StringComparison.Ordinal);
        using TestProject project = TestProject.Create(
            $"runner: {{{target}}}\nparallel_runs: 2\ntarget_down_after: 1s\n",
            inputs: 300
        );
        await using RunningTool tool = project.StartExperiment();
        await Eventually.Holds(() => project.Journaled() >= 20, "20 runs are journaled");
        await server.DisposeAsync();
        ToolResult result = await tool.WaitAsync(TimeSpan.FromMinutes(1));

        result.ExitCode.ShouldBe(1, result.All);
        result.Error.ShouldContain("refused");
        project.Journaled().ShouldBeInRange(20, 299);
        // Only what was under way when the server went may have failed; nobody was refused for the record.
        project.Traces().Count(trace => trace.ErrorKind() is not null).ShouldBeLessThanOrEqualTo(2);
        project.Traces().ShouldAllBe(trace => trace.ErrorKind() != "refused");
    }

    [Fact]
    public async Task A_read_only_output_folder_is_refused_before_the_first_run()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n");

        // A folder that even root cannot write to.
        ToolResult result = await project.RunExperimentAsync("--output-dir", "/proc/baton");

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("/proc/baton");
        result.Error.ShouldNotContain("   at ");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_stops_the_experiment_and_what_was_written_stays_whole()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, context.RequestAborted);
            await context.Response.WriteAsync($$"""{"output":"{{new string('x', 500)}}"}""", context.RequestAborted);
        });
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\"}}}}\nparallel_runs: 2\n",
            inputs: 300
        );

        // The disk is a small one of the test's own, made in a mount namespace; then it grows and the experiment goes on.
        ToolResult result = await Shell.RunAsync(
            project.Root,
            $"""
            unshare --mount --map-root-user bash -c '
              mkdir experiments && mount -t tmpfs -o size=256k none experiments || exit 99
              {BatonTool.Program} run experiment --yes; echo "full: $?"
              mount -o remount,size=16m experiments
              {BatonTool.Program} run experiment --yes --resume experiments/exp_* ; echo "resumed: $?"
              cat experiments/exp_*/traces.jsonl'
            """
        );

        result.Output.ShouldContain("full: 1", Case.Sensitive, result.All);
        result.Output.ShouldContain("resumed: 0", Case.Sensitive, result.All);
        result.Error.ShouldContain("the disk is full");
        result.Error.ShouldContain("--resume");
        result.Error.ShouldNotContain("   at ");
        List<string> keys =
        [
            .. result
                .Output.Split('\n')
                .Where(line => line.StartsWith('{'))
                .Select(line => JsonNode.Parse(line)!.AsObject().Text("run_key")!),
        ];
        keys.Count.ShouldBe(300);
        keys.Distinct().Count().ShouldBe(300);
    }
}
