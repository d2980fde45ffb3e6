using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Tests.Experiments;

[Trait("Needs", "Python")]
public sealed class ExperimentToolTests
{
    [Fact]
    public async Task An_experiment_is_run_told_listed_and_read()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject plan = await served.CallAsync("run_experiment", new { dry_run = true, iterations = 2 });
        JsonObject result = await served.CallAsync("run_experiment", new { name = "first", fail_under = 0.9 });

        plan["status"]!.GetValue<string>().ShouldBe("planned");
        plan["total"]!.GetValue<int>().ShouldBe(6);
        result["status"]!.GetValue<string>().ShouldBe("completed");
        result["successful"]!.GetValue<int>().ShouldBe(2);
        result["failed"]!.GetValue<int>().ShouldBe(1);
        result["passed"]!.GetValue<bool>().ShouldBeFalse();
        string experiment = result["experiment"]!.GetValue<string>();
        experiment.ShouldStartWith("experiments/first_");

        JsonObject listed = await served.CallAsync("list_experiments");
        listed["experiments"]!.AsArray().ShouldHaveSingleItem()!["experiment"]!.GetValue<string>().ShouldBe(experiment);

        JsonObject status = await served.CallAsync("experiment_status", new { outcome = "unsuccessful" });
        JsonNode failed = status["runs"]!.AsArray().ShouldHaveSingleItem()!;
        failed["error"]!.GetValue<string>().ShouldContain("no such order");
        status["figures"]!["error_kinds"]!.AsObject().Count.ShouldBe(1);

        JsonObject trace = await served.CallAsync("get_trace", new { trace = failed["run_key"]!.GetValue<string>() });
        trace["outcome"]!.GetValue<string>().ShouldBe("failed");
        JsonArray entries = trace["entries"]!.AsArray();
        entries.Select(entry => entry!["kind"]!.GetValue<string>()).ShouldContain("tool_call");
        entries.Select(entry => entry!["kind"]!.GetValue<string>()).ShouldContain("span_start");
        entries.First(entry => entry!["kind"]!.GetValue<string>() == "error")!["text"]!
            .GetValue<string>()
            .ShouldContain("no such order");
    }

    [Fact]
    public async Task An_experiment_is_evaluated_and_compared_by_the_name_it_was_given()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        workspace.Write(
            "configs/evaluation.yaml",
            "evaluators: [{name: basics, type: rule_based, rules: [success]}]\nevaluation: {aggregate: {method: all}}\n"
        );
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        await served.CallAsync("run_experiment", new { name = "before" });
        await served.CallAsync("run_experiment", new { name = "after" });
        await using Told told = new(served.Client);

        JsonObject result = await served.CallAsync(
            "evaluate_experiment",
            new { experiment = "before", fail_under = 0.9 },
            told
        );
        JsonObject compared = await served.CallAsync(
            "compare_experiments",
            new { baseline = "before", candidate = "after" }
        );

        result["passed"]!.GetValue<bool>().ShouldBeFalse();
        result["summary"]!["traces"]!["passed"]!.GetValue<int>().ShouldBe(2);
        JsonNode failure = result["failures"]!.AsArray().ShouldHaveSingleItem()!;
        failure["reasons"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain("no such order");
        File.Exists(workspace.PathOf(result["page"]!.GetValue<string>())).ShouldBeTrue();
        await UntilAsync(() => told.Values.Any(value => value.Message!.Contains("runs judged")));
        compared["baseline"]!.GetValue<string>().ShouldStartWith("experiments/before_");
    }

    [Fact]
    public async Task An_evaluation_that_leads_out_of_the_root_is_refused()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        workspace.Write(
            "configs/evaluation.yaml",
            "evaluators: [{name: basics, type: rule_based, rules: [success]}]\nevaluation: {limits: {cache: ../../out.jsonl}}\n"
        );
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        (await served.FailAsync("run_experiment")).ShouldContain("leads out of the server's root");
    }

    [Fact]
    public async Task Progress_is_told_before_the_answer_and_grows()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering, inputs: 12);
        Pipe toServer = new();
        Pipe toClient = new();
        await using BatonMcpServer server = new(ServedClient.PlaceAt(workspace.Root));
        Task serving = server.RunAsync(
            toServer.Reader.AsStream(),
            toClient.Writer.AsStream(),
            CancellationToken.None,
            TestContext.Current.CancellationToken
        );

        // Bare messages: a client of the SDK hands them on in any order.
        await toServer.Writer.WriteAsync(
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bare","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"run_experiment","arguments":{},"_meta":{"progressToken":"p"}}}

            """u8.ToArray(),
            TestContext.Current.CancellationToken
        );
        using StreamReader answers = new(toClient.Reader.AsStream());
        List<JsonNode> told = [];
        while (told.LastOrDefault()?["id"]?.GetValue<int>() != 2)
        {
            string? line = await answers.ReadLineAsync(TestContext.Current.CancellationToken);
            told.Add(JsonNode.Parse(line.ShouldNotBeNull())!);
        }

        await toServer.Writer.CompleteAsync();
        await serving;

        List<JsonNode> progress =
        [
            .. told.Where(message => message["method"]?.GetValue<string>() == NotificationMethods.ProgressNotification)
                .Select(message => message["params"]!),
        ];
        List<double> done = [.. progress.Select(news => news["progress"]!.GetValue<double>())];
        done[^1].ShouldBe(12);
        done.ShouldBe(done.Distinct().Order());
        progress.ShouldAllBe(news =>
            news["total"]!.GetValue<double>() == 12 && news["message"]!.GetValue<string>().Contains("of 12 runs")
        );
    }

    [Fact]
    public async Task A_cancelled_run_stops_in_order_and_goes_on_later()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Waiting);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        Task call = served.SendCallAsync("call-1", "run_experiment");
        await UntilAsync(() => workspace.HasText("started", 2));

        await served.CancelAsync("call-1");
        await served.CallAsync("list_experiments");
        workspace.Write("go2", "");

        JsonObject standing = await StandingAsync(served, "interrupted");
        workspace.Write("go3", "");
        JsonObject result = await served.CallAsync(
            "run_experiment",
            new { resume = standing["experiment"]!.GetValue<string>() }
        );
        result["status"]!.GetValue<string>().ShouldBe("completed");
        result["successful"]!.GetValue<int>().ShouldBe(3);
        (await served.CallAsync("list_experiments"))["total"]!.GetValue<int>().ShouldBe(1);
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_an_experiment_that_can_be_resumed()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Waiting);
        await using (ServedClient served = await ServedClient.StartAsync(workspace.Root))
        {
            Task<CallToolResult> running = served.TryCallAsync("run_experiment");
            await UntilAsync(() => workspace.HasText("started", 2));

            await served.HangUpAsync();
            workspace.Write("go2", "");

            await served.Serving;
            await Should.ThrowAsync<Exception>(() => running);
        }

        await using ServedClient again = await ServedClient.StartAsync(workspace.Root);
        JsonObject status = await again.CallAsync("experiment_status", new { limit = 0 });
        status["standing"]!["status"]!.GetValue<string>().ShouldBe("interrupted");
        workspace.Write("go3", "");
        string experiment = status["standing"]!["experiment"]!.GetValue<string>();
        JsonObject result = await again.CallAsync("run_experiment", new { resume = experiment });
        result["successful"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Time_that_is_up_stops_in_order_and_says_how_to_go_on()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Waiting);
        AlarmTimeProvider time = new(TimeSpan.FromSeconds(3601));
        await using ServedClient served = await ServedClient.StartAsync(
            workspace.Root,
            place => place with { TimeProvider = time }
        );
        Task<JsonObject> running = served.CallAsync("run_experiment", new { max_seconds = 3601 });
        await UntilAsync(() => workspace.HasText("started", 2));

        time.Ring();
        workspace.Write("go2", "");
        JsonObject result = await running;

        result["status"]!.GetValue<string>().ShouldBe("interrupted");
        result["remaining"]!.GetValue<int>().ShouldBe(1);
        result["next"]!.GetValue<string>().ShouldContain($"resume `{result["experiment"]}`");
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_told_and_nothing_is_written()
    {
        using TempWorkspace workspace = TestProjects.Python("import no_such_module_here");
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        (await served.FailAsync("run_experiment")).ShouldContain("no_such_module_here");
        (await served.FailAsync("run_experiment", new { force = true })).ShouldContain("go with `resume`");
        (await served.FailAsync("run_experiment", new { config = "../other.yaml" })).ShouldContain(
            "outside of the root"
        );
        Directory.Exists(workspace.PathOf("experiments")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_trace_comes_in_pages_that_make_the_whole()
    {
        using TempWorkspace workspace = TestProjects.Python(
            """
            def run(input):
                return "".join(f"<{number}>" for number in range(200_000)) + "ü😀" * 5000
            """,
            inputs: 1
        );
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        await served.CallAsync("run_experiment");
        StringBuilder output = new();
        string? cursor = null;
        int pages = 0;

        do
        {
            JsonObject page = await served.CallAsync(
                "get_trace",
                new
                {
                    trace = "input_0001/-/0",
                    max_chars = 200_000,
                    observations = false,
                    cursor,
                }
            );
            page.ToJsonString().Length.ShouldBeLessThan(900_000);
            foreach (JsonNode? entry in page["entries"]!.AsArray())
            {
                if (entry!["kind"]!.GetValue<string>() == "output")
                {
                    output.Append(entry["text"]!.GetValue<string>());
                }
            }

            cursor = page["next_cursor"]?.GetValue<string>();
            pages++;
        } while (cursor is not null);

        pages.ShouldBeGreaterThan(3);
        output
            .ToString()
            .ShouldBe(
                string.Concat(Enumerable.Range(0, 200_000).Select(number => $"<{number}>"))
                    + string.Concat(Enumerable.Repeat("ü😀", 5000))
            );
        (await served.FailAsync("get_trace", new { trace = "input_0001/-/0", cursor = "zz" })).ShouldContain(
            "`cursor`"
        );
        (await served.FailAsync("get_trace", new { trace = "input_1/-/0" })).ShouldContain("did you mean");
    }

    [Fact]
    public async Task Secrets_of_the_environment_reach_no_answer()
    {
        using TempWorkspace workspace = TestProjects.Python(
            """
            import os
            def run(input):
                return "the key is " + os.environ["SHOP_API_KEY"]
            """
        );
        const string secret = "sk-very-secret-4711";
        await using ServedClient served = await ServedClient.StartAsync(
            workspace.Root,
            place =>
                place with
                {
                    Environment = new Dictionary<string, string>(place.Environment) { ["SHOP_API_KEY"] = secret },
                }
        );

        JsonObject answer = await served.CallAsync(
            "run_agent",
            new { config = "configs/simulation.yaml", input = "hi" }
        );
        await served.CallAsync("run_experiment");
        JsonObject status = await served.CallAsync("experiment_status");

        answer["output"]!.GetValue<string>().ShouldBe("the key is [redacted]");
        status.ToJsonString().ShouldNotContain(secret);
    }

    private static async Task<JsonObject> StandingAsync(ServedClient served, string status)
    {
        while (true)
        {
            JsonObject found = (await served.CallAsync("experiment_status", new { limit = 0 }))["standing"]!.AsObject();
            if (found["status"]!.GetValue<string>() == status)
            {
                return found;
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (long began = Stopwatch.GetTimestamp(); !condition(); )
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// What a client is told of the progress of its calls. The SDK handles each message on its own: progress may come after
    /// the answer to its call, when the call no longer listens, and in another order than it was sent.
    /// </summary>
    private sealed class Told : IProgress<ProgressNotificationValue>, IAsyncDisposable
    {
        private readonly IAsyncDisposable _listening;

        public Told(McpClient client) =>
            _listening = client.RegisterNotificationHandler(
                NotificationMethods.ProgressNotification,
                (notification, _) =>
                {
                    Values.Enqueue(
                        notification
                            .Params.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions)!
                            .Progress
                    );
                    return ValueTask.CompletedTask;
                }
            );

        public ConcurrentQueue<ProgressNotificationValue> Values { get; } = new();

        // The call is given this only to ask for progress.
        public void Report(ProgressNotificationValue value) { }

        public ValueTask DisposeAsync() => _listening.DisposeAsync();
    }
}

/// <summary>Looks at files that agents write.</summary>
internal static class WorkspaceFiles
{
    /// <summary>Whether a file is there and has at least so many characters.</summary>
    public static bool HasText(this TempWorkspace workspace, string path, int length) =>
        File.Exists(workspace.PathOf(path)) && new FileInfo(workspace.PathOf(path)).Length >= length;
}
