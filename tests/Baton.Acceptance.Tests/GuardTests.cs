using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Whatever never ends is ended, keeps what it said so far, and leaves nothing behind.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData("import time\n\ndef run(input):\n    time.sleep(1000000)\n")]
    [InlineData("def run(input):\n    while True:\n        pass\n")]
    [InlineData("import asyncio\n\nasync def run(input):\n    await asyncio.sleep(1000000)\n")]
    [Trait("Needs", "python")]
    public async Task A_hung_Python_call_is_ended_by_max_duration(string agent)
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\", guards: {max_duration: 500ms}}\nparallel_runs: 2\n", inputs: 2)
            .With("agent.py", agent);

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        project.Traces().ShouldAllBe(trace => trace.ErrorKind() == "max_duration");
        project.Summary()["limited"]!.GetValue<int>().ShouldBe(2);
        await Eventually.Holds(() => project.ProcessesLeft().Count == 0, "the worker ends");
    }

    [Theory]
    [InlineData("def", "while True: pass")]
    [InlineData("def", "time.sleep(1e6)")]
    [InlineData("async def", "await asyncio.sleep(1e6)")]
    [Trait("Needs", "python")]
    public async Task A_step_that_never_returns_is_ended_by_max_duration(string keyword, string hang)
    {
        using TestProject project = TestProject
            .Create(
                "runner: {target: \"agent:Agent\", step: {}, guards: {max_duration: 1s}}\nparallel_runs: 2\n",
                inputs: 2
            )
            .With(
                "agent.py",
                $"""
                import asyncio, time
                class Agent:
                    {keyword} step(self, observation):
                        if observation == 1:
                            {hang}
                        return 1
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        project.Traces().ShouldAllBe(trace => trace.ErrorKind() == "max_duration");
        await Eventually.Holds(() => project.ProcessesLeft().Count == 0, "the worker ends");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task A_loop_that_is_never_done_ends_limited_with_its_last_answer()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:Agent\", step: {max_steps: 3}}\n", inputs: 1)
            .With(
                "agent.py",
                """
                class Agent:
                    count = 0
                    def step(self, observation):
                        self.count += 1
                        return {"answer": f"step {self.count}", "done": False}
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.ErrorKind().ShouldBe("max_steps");
        trace.Text("output").ShouldBe("step 3");
        project.Summary()["limited"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task An_infinite_generator_is_cut_at_the_character_limit()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\", guards: {output_char_limit: 1000}}\n", inputs: 1)
            .With("agent.py", "def run(input):\n    while True:\n        yield 'na '\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.ErrorKind().ShouldBe("output_char_limit");
        trace.Text("output")!.Length.ShouldBe(1000);
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task A_process_that_ignores_SIGTERM_is_killed_and_its_partial_output_kept()
    {
        using TestProject project = TestProject.Create("", inputs: 1);
        project
            .With(
                "configs/simulation.yaml",
                $"runner: {{process: {{command: [node, {project.Root}/agent.mjs], kill_timeout: 200ms}}, guards: {{max_duration: 1s}}}}\n"
            )
            .With(
                "agent.mjs",
                """
                process.on("SIGTERM", () => {});
                console.log(JSON.stringify({ type: "delta", delta: "so far" }));
                setInterval(() => {}, 1000);
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.ErrorKind().ShouldBe("max_duration");
        trace.Text("output").ShouldBe("so far");
        await Eventually.Holds(() => project.ProcessesLeft().Count == 0, "the process ends");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_ended_by_the_time_out()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
        );
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\"}}, timeout_seconds: 0.5}}\nparallel_runs: 3\n"
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        project.Traces().ShouldAllBe(trace => trace.ErrorKind() == "timeout");
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_ended_by_max_duration_with_what_came()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("data: {\"delta\":\"more \"}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
            }
        });
        using TestProject project = TestProject.Create(
            $"runner: {{http: {{url: \"{server.Url}\", stream: sse}}, guards: {{max_duration: 600ms}}}}\n",
            inputs: 1
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(1, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.ErrorKind().ShouldBe("max_duration");
        trace.Text("output")!.ShouldStartWith("more more ");
    }
}
