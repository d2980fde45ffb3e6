using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;
using Baton.Experiments.Telemetry;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Tests.Conversations;
using Baton.Experiments.Tests.Running;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>Spans on their way from the collector into the results of runs.</summary>
public sealed class SpansOfRunsTests : IDisposable
{
    private static readonly CancellationToken _patience = ReceiverFixture.Patience;
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task Every_run_hands_its_own_trace_to_the_agent_and_closes_it()
    {
        await using TelemetryCapture capture = Capture();
        List<string?> told = [];
        FakeAgent agent = new(
            (context, _) =>
            {
                told.Add(context.TraceParent);
                return [new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunAsync(new FakePlan(3), agent, capture);

        result.Status.ShouldBe(ExperimentStatus.Completed);
        told.Distinct().Count().ShouldBe(3);
        told.ShouldAllBe(trace => trace!.StartsWith("00-", StringComparison.Ordinal));
        capture.Collector.Open.ShouldBe(0);
        string[] traces = ExperimentRig.Lines(result.Folder!, ExperimentFiles.Traces);
        told.ShouldAllBe(trace =>
            traces.Any(line => line.Contains($"\"otel_trace_id\":\"{trace!.Substring(3, 32)}\""))
        );
    }

    [Fact]
    public async Task Spans_that_come_during_a_run_stand_inside_it_with_tokens_and_tools()
    {
        await using TelemetryCapture capture = Capture();
        FakeAgent agent = new(
            (context, _) =>
            {
                Export(capture, context, 1, "chat", ("gen_ai.usage.input_tokens", 7L), ("gen_ai.request.model", "m"));
                Export(capture, context, 2, "tool", ("gen_ai.tool.name", "look"));
                return [new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunAsync(new FakePlan(1), agent, capture);

        ExperimentRig
            .Lines(result.Folder!, ExperimentFiles.Observations)
            .Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["name"]!.GetValue<string>())
            .ShouldBe(["agent_run", "chat", "chat", "look", "look", "agent_run"]);
        result.Summary!.Tokens!.Agent!.Value.Input.ShouldBe(7);
        result.Summary.Telemetry.ShouldBe(new TelemetryCounts { Spans = 2 });
        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Traces)[0].ShouldContain("\"name\":\"look\"");
    }

    [Fact]
    public async Task Tokens_the_target_told_itself_win_over_those_of_spans()
    {
        await using TelemetryCapture capture = Capture();
        FakeAgent agent = new(
            (context, _) =>
            {
                Export(capture, context, 1, "chat", ("gen_ai.usage.input_tokens", 7L));
                return [new UsageEvent(new Usage { InputTokens = 1 }), new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunAsync(new FakePlan(1), agent, capture);

        result.Summary!.Tokens!.Agent!.Value.Input.ShouldBe(1);
    }

    [Fact]
    public async Task Spans_that_come_a_little_late_are_waited_for_and_no_run_waits_with_them()
    {
        await using TelemetryCapture capture = Capture(wait: TimeSpan.FromSeconds(2));
        List<ConversationContext> asked = [];
        TaskCompletionSource allAsked = new();
        FakeAgent agent = new(
            (context, _) =>
            {
                asked.Add(context);
                if (asked.Count == 5)
                {
                    allAsked.SetResult();
                }

                return [new FinalEvent("ok")];
            }
        );

        Task<ExperimentResult> running = new ExperimentDriver(
            Define(new FakePlan(5), agent, capture, parallelRuns: 1)
        ).RunAsync(_patience);
        await allAsked.Task.WaitAsync(_patience);
        foreach (ConversationContext context in asked)
        {
            Export(capture, context, 1, "late work");
        }

        await _rig.AdvanceAsync(running, waiting: 1);
        ExperimentResult result = await running;

        result.Summary!.Telemetry.ShouldBe(new TelemetryCounts { Spans = 5 });
        ExperimentRig
            .Lines(result.Folder!, ExperimentFiles.Observations)
            .Count(line => line.Contains("late work"))
            .ShouldBe(10);
    }

    [Fact]
    public async Task Nobody_waits_for_a_target_that_exports_nothing()
    {
        await using TelemetryCapture capture = Capture();

        ExperimentResult result = await RunWithClockStoppedAsync(
            Define(new FakePlan(50), FakeAgent.Echo(), capture, parallelRuns: 4)
        );

        result.Outcomes.Successful.ShouldBe(50);
        result.Summary!.Telemetry.ShouldBeNull();
    }

    [Fact]
    public async Task Once_the_target_is_gone_nobody_waits_for_more()
    {
        await using TelemetryCapture capture = Capture();
        capture.Start();
        FakeAgent agent = new(
            (context, _) =>
            {
                Export(capture, context, 1, "work");
                return [new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunWithClockStoppedAsync(
            Define(new FakePlan(3), agent, capture, parallelRuns: 1) with
            {
                CloseTarget = () => Task.CompletedTask,
            }
        );

        result.Summary!.Telemetry.ShouldBe(new TelemetryCounts { Spans = 3 });
    }

    [Fact]
    public async Task What_a_target_exports_when_it_ends_is_found_in_its_last_runs()
    {
        await using TelemetryCapture capture = Capture();
        capture.Start();
        List<ConversationContext> asked = [];
        FakeAgent agent = new(
            (context, _) =>
            {
                asked.Add(context);
                return [new FinalEvent("ok")];
            }
        );

        // Nothing is exported before: whether this agent exports at all is not known.
        ExperimentResult result = await RunWithClockStoppedAsync(
            Define(new FakePlan(5), agent, capture, parallelRuns: 1) with
            {
                CloseTarget = async () =>
                {
                    await Task.Delay(50, _patience);
                    using HttpClient client = new();
                    byte[] export = ExportBody.Protobuf([.. asked.Select(context => Span(context, 1, "flushed"))]);
                    using ByteArrayContent body = new(export);
                    body.Headers.ContentType = new("application/x-protobuf");
                    using HttpResponseMessage answer = await client.PostAsync(
                        new Uri(capture.Endpoint!, "/v1/traces"),
                        body,
                        _patience
                    );
                    answer.EnsureSuccessStatusCode();
                },
            }
        );

        result.Summary!.Telemetry.ShouldBe(new TelemetryCounts { Spans = 5 });
        ExperimentRig
            .Lines(result.Folder!, ExperimentFiles.Observations)
            .Count(line => line.Contains("flushed"))
            .ShouldBe(10);
    }

    [Fact]
    public async Task Somebody_who_is_still_connected_when_the_target_is_gone_is_not_waited_for_for_ever()
    {
        await using TelemetryCapture capture = Capture();
        capture.Start();
        using System.Net.Sockets.TcpClient connected = new();
        await connected.ConnectAsync(capture.Endpoint!.Host, capture.Endpoint.Port, _patience);
        ExperimentDefinition definition = Define(new FakePlan(3), FakeAgent.Echo(), capture, parallelRuns: 1) with
        {
            CloseTarget = () => Task.CompletedTask,
        };

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(_patience);
        await _rig.AdvanceAsync(running, waiting: 1);

        (await running).Outcomes.Successful.ShouldBe(3);
    }

    [Fact]
    public async Task A_target_that_does_not_end_well_loses_no_run()
    {
        await using TelemetryCapture capture = Capture();
        capture.Start();
        ExperimentDefinition definition = Define(new FakePlan(3), FakeAgent.Echo(), capture, parallelRuns: 1) with
        {
            CloseTarget = () => Task.FromException(new InvalidOperationException("it hangs")),
        };

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(_patience);
        await _rig.AdvanceAsync(running, waiting: 1);

        (await running).Outcomes.Successful.ShouldBe(3);
    }

    [Fact]
    public async Task The_first_runs_are_held_back_until_it_is_known_whether_the_target_exports()
    {
        await using TelemetryCapture capture = Capture();
        capture.Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        capture.IsExpected.ShouldBeFalse();

        _rig.Time.Advance(TimeSpan.FromSeconds(1));

        capture.Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Who_names_a_port_is_waited_for_until_the_first_export()
    {
        using System.Net.Sockets.TcpListener free = new(System.Net.IPAddress.Loopback, 0);
        free.Start();
        int port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using TelemetryCapture capture = TelemetryCapture.Open(
            new TelemetrySettings { Port = port },
            isTargetTold: false,
            TimeProvider.System
        )!;

        capture.Endpoint!.Port.ShouldBe(port);
        capture.IsExpected.ShouldBeTrue();
        capture.Wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_spans_of_the_first_run_are_kept_though_they_come_after_it()
    {
        await using TelemetryCapture capture = Capture();
        ConversationContext? before = null;
        TaskCompletionSource exported = new();
        FakeAgent agent = new(
            (context, _) =>
            {
                if (before is not null)
                {
                    Export(capture, before, 1, "a little late");
                    exported.SetResult();
                }

                before = context;
                return [new FinalEvent("ok")];
            }
        );
        ExperimentDefinition definition = Define(new FakePlan(2), agent, capture, parallelRuns: 1);

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(_patience);
        await exported.Task.WaitAsync(_patience);
        await _rig.AdvanceAsync(running, waiting: 2);

        (await running).Summary!.Telemetry.ShouldBe(new TelemetryCounts { Spans = 1 });
    }

    [Fact]
    public async Task Once_a_target_has_exported_runs_wait_by_themselves()
    {
        await using TelemetryCapture capture = Capture();
        RunSpans run = capture.Collector.Begin();
        capture.Collector.Take(ExportBody.Taken([ReceiverFixture.Span(run, 1)]));
        run.Close();

        capture.Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        ExperimentResult result = await RunAsync(new FakePlan(1), FakeAgent.Echo(), capture);

        result.Outcomes.Successful.ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_too_late_is_dropped_and_told()
    {
        await using TelemetryCapture capture = Capture(wait: TimeSpan.Zero);
        Notices notices = new();
        ConversationContext? before = null;
        FakeAgent agent = new(
            (context, _) =>
            {
                if (before is not null)
                {
                    Export(capture, before, 1, "too late");
                }

                before = context;
                return [new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunAsync(new FakePlan(2), agent, capture, parallelRuns: 1, notices);

        result.Summary!.Telemetry.ShouldBe(new TelemetryCounts { Late = 1 });
        notices.Said.ShouldContain(notice => notice.Contains("1 span") && notice.Contains("telemetry.wait"));
    }

    [Fact]
    public async Task Tokens_of_spans_count_towards_the_budget()
    {
        await using TelemetryCapture capture = Capture();
        int runs = 0;
        FakeAgent agent = new(
            (context, _) =>
            {
                Export(capture, context, 1, "chat", ("gen_ai.usage.total_tokens", 60L));
                if (++runs == 5)
                {
                    WaitForHandOver(capture);
                }

                return [new FinalEvent("ok")];
            }
        );
        ExperimentDefinition definition = Define(new FakePlan(100), agent, capture, parallelRuns: 1) with
        {
            Budget = new BudgetSettings { Tokens = 100 },
        };

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(_patience);
        await _rig.AdvanceAsync(running, waiting: 1);

        ExperimentResult result = await running;
        result.Status.ShouldBe(ExperimentStatus.BudgetReached);
        runs.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_run_that_is_given_up_closes_its_trace()
    {
        await using TelemetryCapture capture = Capture();
        using CancellationTokenSource source = new();
        FakeAgent agent = new(
            (_, _) =>
            {
                source.Cancel();
                return [new FinalEvent("ok")];
            }
        );

        await RunAsync(new FakePlan(1), agent, capture, cancellationToken: source.Token);

        capture.Collector.Open.ShouldBe(0);
    }

    [Fact]
    public async Task Interrupting_the_wait_keeps_the_runs_that_wait()
    {
        await using TelemetryCapture capture = Capture(wait: TimeSpan.FromMinutes(1));
        using ExperimentStop stop = new();
        FakeAgent agent = new(
            (_, _) =>
            {
                stop.RequestStop();
                return [new FinalEvent("ok")];
            }
        );
        ExperimentDefinition definition = Define(new FakePlan(10), agent, capture, parallelRuns: 1) with
        {
            Stop = stop,
        };

        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(_patience);
        // The regular wait for the disk, the wait for spans, and the patience with an interrupted experiment.
        await _rig.AdvanceAsync(running, waiting: 3);

        (await running).Outcomes.Successful.ShouldBe(1);
    }

    [Fact]
    public void A_port_that_is_taken_is_told_with_what_to_do()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        TelemetryCapture capture = TelemetryCapture.Open(
            new TelemetrySettings { Port = port },
            isTargetTold: true,
            TimeProvider.System
        )!;

        capture.Endpoint.ShouldBeNull();
        capture.Error!.Message.ShouldContain($"port {port} (`telemetry.port`)");
        capture.Error.Message.ShouldContain("`telemetry.capture: false`");
    }

    [Fact]
    public async Task An_agent_that_runs_already_is_given_traces_and_without_a_port_nobody_listens()
    {
        await using TelemetryCapture capture = TelemetryCapture.Open(
            new TelemetrySettings { Wait = TimeSpan.FromMinutes(1) },
            isTargetTold: false,
            _rig.Time
        )!;
        List<string?> told = [];
        FakeAgent agent = new(
            (context, _) =>
            {
                told.Add(context.TraceParent);
                return [new FinalEvent("ok")];
            }
        );

        ExperimentResult result = await RunWithClockStoppedAsync(
            Define(new FakePlan(5), agent, capture, parallelRuns: 1)
        );

        capture.Endpoint.ShouldBeNull();
        capture.Error.ShouldBeNull();
        result.Outcomes.Successful.ShouldBe(5);
        told.Distinct().Count(trace => trace is not null).ShouldBe(5);
    }

    [Fact]
    public void Nothing_listens_where_the_settings_want_no_spans() =>
        TelemetryCapture
            .Open(new TelemetrySettings { Capture = false }, isTargetTold: true, TimeProvider.System)
            .ShouldBeNull();

    public void Dispose() => _rig.Dispose();

    private TelemetryCapture Capture(TimeSpan? wait = null) =>
        TelemetryCapture.Open(new TelemetrySettings { Wait = wait }, isTargetTold: true, _rig.Time)!;

    // Whatever waited would wait for ever.
    private static Task<ExperimentResult> RunWithClockStoppedAsync(ExperimentDefinition definition) =>
        new ExperimentDriver(definition).RunAsync(_patience).WaitAsync(_patience);

    private async Task<ExperimentResult> RunAsync(
        IRunPlan plan,
        IAgent agent,
        TelemetryCapture capture,
        int parallelRuns = 4,
        IExperimentObserver? observer = null,
        CancellationToken cancellationToken = default
    )
    {
        ExperimentDefinition definition = Define(plan, agent, capture, parallelRuns) with { Observer = observer };
        Task<ExperimentResult> running = new ExperimentDriver(definition).RunAsync(cancellationToken);
        await _rig.AdvanceAsync(running, waiting: 1);
        return await running;
    }

    private ExperimentDefinition Define(IRunPlan plan, IAgent agent, TelemetryCapture capture, int parallelRuns)
    {
        RunExecutorOptions options = new() { Spans = capture.Collector };
        return _rig.Define(plan, new RunExecutor(agent, supervisor: null, options, _rig.Time)) with
        {
            Telemetry = capture,
            ParallelRuns = parallelRuns,
        };
    }

    // Spans' tokens are known when a run is handed over, which is some time after it: two of them reach the budget.
    private void WaitForHandOver(TelemetryCapture capture) =>
        SpinWait
            .SpinUntil(
                () =>
                {
                    _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
                    return capture.Collector.Open <= 2;
                },
                TimeSpan.FromSeconds(30)
            )
            .ShouldBeTrue("the first runs were never handed over");

    private static void Export(
        TelemetryCapture capture,
        ConversationContext context,
        ulong id,
        string name,
        params (string Name, object Value)[] attributes
    ) => capture.Collector.Take(ExportBody.Taken([Span(context, id, name, attributes)]));

    private static SentSpan Span(
        ConversationContext context,
        ulong id,
        string name,
        params (string Name, object Value)[] attributes
    )
    {
        SentAttributes set = new();
        foreach ((string attribute, object value) in attributes)
        {
            set.Add(attribute, value);
        }

        string trace = context.TraceParent!.Split('-')[1];
        return new SentSpan
        {
            Trace = TraceKey.Read(Convert.FromHexString(trace)),
            Id = id,
            Name = name,
            Attributes = set,
        };
    }

    private sealed class Notices : IExperimentObserver
    {
        public List<string> Said { get; } = [];

        public void OnProgress(ExperimentProgress progress) { }

        public void OnNotice(string message) => Said.Add(message);
    }
}
