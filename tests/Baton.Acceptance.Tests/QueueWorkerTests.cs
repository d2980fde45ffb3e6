using System.Globalization;

namespace Baton.Acceptance.Tests;

/// <summary>Baton at both ends of a Redis queue, as two programs.</summary>
[Trait("Needs", "redis")]
[Trait("Needs", "python")]
public sealed class QueueWorkerTests : IAsyncLifetime
{
    // The first to answer hangs, so that whoever has it can be killed in the middle.
    private const string HangsOnce = """
        import os, pathlib, time

        def run(input):
            try:
                pathlib.Path("hung").touch(exist_ok=False)
            except FileExistsError:
                return "answered " + input
            time.sleep(1000)
        """;

    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("list")]
    [InlineData("stream")]
    public async Task A_worker_killed_in_the_middle_loses_no_run(string mode)
    {
        using TestProject project = Project(mode, HangsOnce, inputs: 12);
        await using RunningTool first = StartWorker(project);
        await Eventually.Holds(() => first.ErrorSoFar.Contains("serving agent:run"), "the worker serves");
        await using RunningTool experiment = project.StartExperiment();
        await Eventually.Holds(() => File.Exists(Path.Combine(project.Root, "hung")), "a request hangs");

        await using RunningTool second = StartWorker(project);
        first.Kill();
        ToolResult result = await experiment.WaitAsync(TimeSpan.FromMinutes(2));
        second.Signal("TERM");
        ToolResult worker = await second.WaitAsync(TimeSpan.FromMinutes(1));

        result.ExitCode.ShouldBe(0, result.All + second.ErrorSoFar);
        project.Summary()["successful"]!.GetValue<int>().ShouldBe(12);
        project
            .Traces()
            .Select(trace => trace.Text("output"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(1, 12).Select(n => $"answered question {n}").Order(StringComparer.Ordinal));
        worker.ExitCode.ShouldBe(0, worker.All);
        worker.Error.ShouldContain("0 failed");
        await Eventually.Holds(() => project.ProcessesIn().Count == 0, "nothing runs in the project's folder any more");
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_leaves_nothing_behind()
    {
        using TestProject project = Project("list", "def run(input):\n    return 'to ' + input\n", inputs: 5);
        await using RunningTool worker = StartWorker(project, "--concurrency", "2");
        ToolResult experiment = await project.RunExperimentAsync();
        worker.Signal("INT");
        ToolResult result = await worker.WaitAsync(TimeSpan.FromMinutes(1));

        experiment.ExitCode.ShouldBe(0, experiment.All);
        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("5 answered, 0 failed, 0 dropped, 0 put aside, 0 given back");
        ToolResult keys = await Shell.RunAsync(project.Root, $"redis-cli -p {_server.Port} KEYS '*'");
        keys.Output.Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_settings_end_with_2_and_name_their_place()
    {
        using TestProject project = TestProject.Create(
            """
            runner:
              queue:
                redis:
                  url: http://localhost
                  request: r
                  group: workers
                sqs:
                  request_url: q
            """
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("simulation.yaml:4:");
        result.Error.ShouldContain("runner.queue.redis.url");
        result.Error.ShouldContain("runner.queue.redis.group");
        result.Error.ShouldContain("runner.queue.sqs.request_url");
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_both_with_what_to_do()
    {
        string url = RawServer.RefusingUrl().Replace("http", "redis", StringComparison.Ordinal);
        using TestProject project = Project("list", "def run(input):\n    return input\n", 1, url);

        ToolResult experiment = await project.RunExperimentAsync();
        ToolResult worker = await BatonTool.RunAsync(project.Root, WorkerLine);

        experiment.ExitCode.ShouldBe(2, experiment.All);
        experiment.Error.ShouldContain("start it with `redis-server`");
        worker.ExitCode.ShouldBe(2, worker.All);
        worker.Error.ShouldContain("start it with `redis-server`");
    }

    [Fact]
    public async Task A_worker_needs_a_queue_and_an_agent_of_its_own()
    {
        using TestProject project = Project("list", "def run(input):\n    return input\n", 1);

        ToolResult unnamed = await BatonTool.RunAsync(project.Root, "queue", "worker", "--config", "worker.yaml");
        ToolResult itself = await BatonTool.RunAsync(
            project.Root,
            "queue",
            "worker",
            "--queue",
            "configs/simulation.yaml"
        );
        ToolResult none = await BatonTool.RunAsync(
            project.Root,
            "queue",
            "worker",
            "--config",
            "worker.yaml",
            "--queue",
            "worker.yaml"
        );
        ToolResult number = await BatonTool.RunAsync(project.Root, [.. WorkerLine, "--concurrency", "many"]);

        foreach (ToolResult result in new[] { unnamed, itself, none, number })
        {
            result.ExitCode.ShouldBe(2, result.All);
        }

        unnamed.Error.ShouldContain("--queue");
        itself.Error.ShouldContain("is itself behind a queue");
        none.Error.ShouldContain("has no `runner.queue`");
        number.Error.ShouldContain("`many` is no number");
    }

    private static string[] WorkerLine =>
        ["queue", "worker", "--config", "worker.yaml", "--queue", "configs/simulation.yaml"];

    private static RunningTool StartWorker(TestProject project, params string[] arguments) =>
        BatonTool.Start(project.Root, new Dictionary<string, string>(), [.. WorkerLine, .. arguments]);

    private TestProject Project(string mode, string agent, int inputs, string? url = null) =>
        TestProject
            .Create(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""
                    runner:
                      queue:
                        timeout: 100s
                        redis: {url: "{{url ?? _server.Url}}", request: requests, mode: {{mode}}}
                        delivery: {visibility: 1s}
                    parallel_runs: 8
                    """
                ),
                inputs
            )
            .With("worker.yaml", "runner: {target: \"agent:run\", workers: 2}\n")
            .With("agent.py", agent);
}
