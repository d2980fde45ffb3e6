using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Agents in Node with OpenTelemetry's own SDK: what they export is found in the results of the right run.</summary>
[Trait("Needs", "node")]
public sealed class TelemetryTests
{
    /// <summary>How such an agent is made: spans around the answer, its model and its tool.</summary>
    private const string Instrumented = """
        import { context, propagation, SpanStatusCode, trace } from "@opentelemetry/api";
        import { OTLPTraceExporter as Json } from "@opentelemetry/exporter-trace-otlp-http";
        import { OTLPTraceExporter as Protobuf } from "@opentelemetry/exporter-trace-otlp-proto";
        import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
        import { setTimeout as pause } from "node:timers/promises";

        const exporter = process.env.SPANS_IN === "json" ? new Json() : new Protobuf();
        const sent = new Set();
        const send = exporter.export.bind(exporter);
        exporter.export = (spans, done) =>
          send(spans, (result) => {
            if (result.code === 0) spans.forEach((span) => sent.add(span.spanContext().spanId));
            done(result);
          });
        const atTheEnd = process.env.EXPORT === "at the end";
        const processor = new BatchSpanProcessor(exporter, atTheEnd ? { scheduledDelayMillis: 60_000 } : {});
        export const provider = new NodeTracerProvider({ spanProcessors: [processor] });
        provider.register();
        const tracer = trace.getTracer("agent");
        tracer.startSpan("starting up").end();

        const traced = (name, attributes, work) =>
          tracer.startActiveSpan(name, { attributes }, async (span) => {
            try {
              return await work(span);
            } catch (error) {
              span.recordException(error);
              span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
              throw error;
            } finally {
              span.end();
            }
          });

        // One flush at a time: an exporter drops what comes while too many exports are under way.
        let flushing;
        const flush = () =>
          (flushing ??= provider.forceFlush().catch(() => {}).finally(() => { flushing = undefined; }));

        // The spans are sent before the answer is: nothing in these tests hangs on how fast the machine is.
        export const answer = async (input, traceparent) => {
          let outermost;
          try {
            return await work(input, traceparent, (span) => { outermost = span.spanContext().spanId; });
          } finally {
            while (!atTheEnd && !sent.has(outermost)) {
              await flush();
              await pause(1); // lets the answer of an export come in
            }
          }
        };

        const work = (input, traceparent, began) =>
          context.with(propagation.extract(context.active(), { traceparent }), () =>
            traced("answer", { said: input, "gen_ai.operation.name": "invoke_agent" }, async (span) => {
              began(span);
              await pause(Math.random() * 5);
              await traced("look up", { said: input, "gen_ai.tool.name": "look_up" }, () => pause(Math.random() * 5));
              if (input.includes("die")) {
                await provider.forceFlush();
                process.kill(process.pid, "SIGKILL");
              }
              if (input.includes("fail")) await traced("give up", {}, () => { throw new Error("no way"); });
              return traced(
                "chat tiny",
                { said: input, "gen_ai.operation.name": "chat", "gen_ai.request.model": "tiny", "gen_ai.usage.input_tokens": 3 },
                async (span) => {
                  span.addEvent("first token", { ms: 1 });
                  await pause(Math.random() * 5);
                  return `You said ${input}`;
                },
              );
            }),
          );
        """;

    private const string ProcessAgent = """
        import { createInterface } from "node:readline";
        import { answer, provider } from "./instrumented.mjs";

        const serve = async ({ id, input, context }) => {
          try {
            const output = await answer(input, process.env.TRACEPARENT ?? context.traceparent);
            console.log(JSON.stringify({ type: "final", id, output }));
          } catch (error) {
            console.log(JSON.stringify({ type: "error", id, error: error.message }));
          }
        };
        for await (const line of createInterface({ input: process.stdin })) {
          const message = JSON.parse(line);
          if (message.type === "input") serve(message);
        }
        await provider.shutdown();
        """;

    private const string HttpAgent = """
        import { createServer } from "node:http";
        import { answer } from "./instrumented.mjs";

        const server = createServer(async (request, response) => {
          let body = "";
          for await (const piece of request) body += piece;
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify({ output: await answer(JSON.parse(body).input, request.headers.traceparent) }));
        });
        server.listen(0, "127.0.0.1", () => console.log(server.address().port));
        """;

    [Theory]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Spans_of_a_kept_program_reach_the_right_run_with_32_in_flight(string encoding)
    {
        using TestProject project = await ProjectAsync(
            $$"""
            parallel_runs: 32
            runner:
              process:
                command: [node, agent.mjs]
                reuse: true
                env: {SPANS_IN: {{encoding}}}
            """,
            inputs: 320
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        ShouldHaveItsSpans(project, runs: 320);
        project.Summary()["telemetry"]!["late"]!.GetValue<long>().ShouldBe(0);
        project.Summary()["telemetry"]!["foreign"]!.GetValue<long>().ShouldBeGreaterThan(0);
        project.ProcessesIn().ShouldBeEmpty();
    }

    [Fact]
    public async Task Spans_of_a_program_for_each_run_are_there_when_it_has_ended()
    {
        using TestProject project = await ProjectAsync(
            """
            parallel_runs: 4
            runner:
              process: {command: [node, agent.mjs]}
            """,
            inputs: 8
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        ShouldHaveItsSpans(project, runs: 8);
    }

    [Fact]
    public async Task Spans_that_a_kept_program_sends_when_it_ends_are_found_in_its_run()
    {
        using TestProject project = await ProjectAsync(
            """
            runner:
              process: {command: [node, agent.mjs], reuse: true, env: {EXPORT: at the end}}
            """,
            inputs: 1
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        ShouldHaveItsSpans(project, runs: 1);
        project.Summary()["telemetry"]!["late"]!.GetValue<long>().ShouldBe(0);
    }

    [Theory]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Spans_of_a_server_that_runs_already_come_to_the_port_it_knows(string encoding)
    {
        int port = FreePort();
        using TestProject project = await ProjectAsync("", inputs: 320);
        await using Server server = await Server.StartAsync(project.Root, port, encoding);
        project.With(
            "configs/simulation.yaml",
            $$"""
            parallel_runs: 32
            runner:
              http: {url: "http://127.0.0.1:{{server.Port}}/", response_path: output}
            telemetry:
              port: {{port}}
            """
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        ShouldHaveItsSpans(project, runs: 320);
    }

    [Fact]
    public async Task What_an_agent_exported_before_it_was_killed_is_kept()
    {
        using TestProject project = await ProjectAsync(
            """
            parallel_runs: 1
            runner:
              process: {command: [node, agent.mjs], reuse: true}
            """,
            inputs: 0
        );
        project.With(
            "inputs/generated.yaml",
            "generated_inputs: [{input: hello}, {input: die now}, {input: fail now}, {input: goodbye}]"
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        Dictionary<string, List<JsonObject>> observed = Observations(project);
        foreach (JsonObject trace in project.Traces())
        {
            List<JsonObject> observations = observed[trace.Text("trace_id")!];
            IEnumerable<string?> ended = observations.Where(item => item.Text("type") == "span_end").Select(Name);
            switch (trace.Text("input"))
            {
                case "die now":
                    trace.ErrorKind().ShouldBe("process_exit");
                    ended.ShouldBe(["look_up", "agent_run"]);
                    break;
                case "fail now":
                    trace.ErrorMessage().ShouldBe("no way");
                    ended.ShouldBe(["look_up", "give up", "answer", "agent_run"], ignoreOrder: true);
                    observations
                        .Where(item => item.Text("type") == "span_end" && Name(item) is "give up" or "answer")
                        .ShouldAllBe(item => item.Text("error") == "no way");
                    observations.ShouldContain(item => Name(item) == "exception");
                    break;
                default:
                    ended.ShouldBe(["look_up", "chat tiny", "answer", "agent_run"], ignoreOrder: true);
                    break;
            }
        }
    }

    [Fact]
    public async Task Without_capture_nothing_is_told_to_the_agent()
    {
        using TestProject project = await ProjectAsync(
            """
            runner:
              process: {command: [node, agent.mjs]}
            telemetry: {capture: false}
            """,
            inputs: 1
        );
        project.With(
            "agent.mjs",
            """
            process.stdin.on("data", (line) => {
              const told = [process.env.OTEL_EXPORTER_OTLP_ENDPOINT, process.env.TRACEPARENT, JSON.parse(line).context.traceparent];
              console.log(JSON.stringify({ type: "final", output: JSON.stringify(told) }));
            });
            """
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonObject trace = project.Traces().ShouldHaveSingleItem();
        trace.Text("output").ShouldBe("[null,null,null]");
        trace.ContainsKey("otel_trace_id").ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_experiment_before_it_begins()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using TestProject project = await ProjectAsync(
            $$"""
            runner:
              process: {command: [node, agent.mjs]}
            telemetry: {port: {{port}}}
            """,
            inputs: 1
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain($"cannot listen for spans on port {port} (`telemetry.port`)");
        project.Experiments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spans_that_go_to_a_backend_of_ones_own_meet_the_exported_runs_there()
    {
        await using LoopbackServer backend = await LoopbackServer.AnsweringAsync("{}");
        using TestProject project = await ProjectAsync(
            """
            runner:
              process: {command: [node, agent.mjs], reuse: true, env: {SPANS_IN: json}}
            output: {otlp: {}}
            """,
            inputs: 2
        );
        project.With(
            ".env",
            $"OTEL_EXPORTER_OTLP_ENDPOINT={backend.Url}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/json\nOTEL_EXPORTER_OTLP_COMPRESSION=none\n"
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonNode[] spans =
        [
            .. backend.Requests.SelectMany(request =>
                JsonNode.Parse(request.Body)!["resourceSpans"]!
                    .AsArray()
                    .SelectMany(source => source!["scopeSpans"]!.AsArray())
                    .SelectMany(scope => scope!["spans"]!.AsArray())
                    .Select(span => span!)
            ),
        ];
        foreach (JsonObject trace in project.Traces())
        {
            JsonNode[] own =
            [
                .. spans.Where(span => span["traceId"]!.GetValue<string>() == trace.Text("otel_trace_id")),
            ];
            JsonNode Named(string name) => own.Single(span => span["name"]!.GetValue<string>() == name);
            Named("answer")["parentSpanId"]!.GetValue<string>().ShouldBe(trace.Text("otel_span_id"));
            JsonNode run = own.Single(span =>
                span["name"]!.GetValue<string>().StartsWith("invoke_agent", StringComparison.Ordinal)
            );
            run["spanId"]!.GetValue<string>().ShouldBe(trace.Text("otel_span_id"));
            run["parentSpanId"].ShouldBeNull();
        }
    }

    private static void ShouldHaveItsSpans(TestProject project, int runs)
    {
        Dictionary<string, List<JsonObject>> observed = Observations(project);
        IReadOnlyList<JsonObject> traces = project.Traces();
        traces.Count.ShouldBe(runs);
        foreach (JsonObject trace in traces)
        {
            List<JsonObject> observations = observed[trace.Text("trace_id")!];
            // The SDK tells starts in whole milliseconds, so that one span may seem to begin before the other's end.
            observations
                .Select(item => $"{item.Text("type")} {Name(item)}")
                .ShouldBe(
                    [
                        "span_start agent_run",
                        "span_start answer",
                        "span_start look_up",
                        "span_end look_up",
                        "span_start chat tiny",
                        "event first token",
                        "span_end chat tiny",
                        "span_end answer",
                        "span_end agent_run",
                    ],
                    ignoreOrder: true
                );
            observations[0].Text("name").ShouldBe("agent_run");
            observations[^1].Text("name").ShouldBe("agent_run");
            JsonObject Started(string name) => observations.First(item => Name(item) == name);
            Started("answer").Text("parent_span_id").ShouldBe(Started("agent_run").Text("span_id"));
            Started("look_up").Text("parent_span_id").ShouldBe(Started("answer").Text("span_id"));
            Started("chat tiny").Text("parent_span_id").ShouldBe(Started("answer").Text("span_id"));
            Started("chat tiny").Text("kind").ShouldBe("generation");
            foreach (string name in new[] { "answer", "look_up", "chat tiny" })
            {
                Started(name)["attributes"]!["said"]!.GetValue<string>().ShouldBe(trace.Text("input"));
            }

            trace["token_usage"]!["input"]!.GetValue<int>().ShouldBe(3);
            trace["tool_calls"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("look_up");
        }
    }

    private static Dictionary<string, List<JsonObject>> Observations(TestProject project) =>
        TestProject
            .Lines(project.Experiment, "observations.jsonl")
            .GroupBy(item => item.Text("trace_id")!)
            .ToDictionary(group => group.Key, group => group.ToList());

    private static string? Name(JsonObject observation) => observation.Text("name");

    private static async Task<TestProject> ProjectAsync(string configuration, int inputs)
    {
        string packages = await NodePackages.InstallAsync();
        TestProject project = TestProject
            .Create(configuration, inputs)
            .With("instrumented.mjs", Instrumented)
            .With("agent.mjs", ProcessAgent)
            .With("server.mjs", HttpAgent);
        Directory.CreateSymbolicLink(
            Path.Combine(project.Root, "node_modules"),
            Path.Combine(packages, "node_modules")
        );
        return project;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The agent as a server that was there before Baton.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly Process _process;

        private Server(Process process) => _process = process;

        public int Port { get; private set; }

        public static async Task<Server> StartAsync(string folder, int telemetryPort, string encoding)
        {
            ProcessStartInfo start = new("node", ["server.mjs"])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{telemetryPort}";
            start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
            start.Environment["SPANS_IN"] = encoding;
            Server server = new(Process.Start(start)!);
            server.Port = int.Parse(
                (await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!
            );
            return server;
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
