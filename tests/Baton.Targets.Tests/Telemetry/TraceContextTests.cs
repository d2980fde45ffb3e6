using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Templates;
using Baton.Targets.Tests.Http;
using Baton.Targets.Tests.Processes;
using Baton.Targets.Tests.Python;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Telemetry;

/// <summary>Every kind hands the run's trace on to its agent.</summary>
public sealed class TraceContextTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly Uri _endpoint = new("http://127.0.0.1:4567");
    private static readonly ConversationContext _traced = new() { RunId = "run-1", TraceParent = Trace };

    private const string NodeAgent = """
        import readline from 'node:readline';
        for await (const line of readline.createInterface({ input: process.stdin })) {
          const { id, context } = JSON.parse(line);
          const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACEPARENT: environment } = process.env;
          const output = JSON.stringify({ told: context.traceparent ?? null, environment: environment ?? null, endpoint });
          console.log(JSON.stringify({ type: 'final', id, output }));
        }
        """;

    [Fact]
    public async Task An_http_agent_finds_it_in_the_header()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        await using ITarget target = HttpTargetFixture.Target(new HttpOptions { Url = server.Url });

        (await target.AskAsync(context: _traced)).Answer().ShouldBe("ok");
        (await target.AskAsync()).Answer().ShouldBe("ok");

        server.Requests[0].Headers["traceparent"].ShouldBe(Trace);
        server.Requests[1].Headers.Keys.ShouldNotContain("traceparent");
    }

    [Fact]
    public async Task A_header_of_the_users_own_wins()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        HttpOptions options = new()
        {
            Url = server.Url,
            Headers = new Dictionary<string, Template> { ["Traceparent"] = Template.Parse("mine") },
        };
        await using ITarget target = HttpTargetFixture.Target(options);

        await target.AskAsync(context: _traced);

        server.Requests[0].Headers["traceparent"].ShouldBe("mine");
    }

    [Theory]
    [Trait("Needs", "node")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_finds_it_beside_its_input_and_when_it_serves_one_run_in_its_environment(bool reuse)
    {
        await using AgentFixture fixture = new();
        fixture.Workspace.Write("agent.mjs", NodeAgent);
        ProcessOptions options = new() { Command = new ProcessCommand(["node", "agent.mjs"]), Reuse = reuse };
        ProcessTarget target = fixture.Target(
            new RunnerOptions { Process = options },
            fixture.Surroundings with
            {
                TelemetryEndpoint = _endpoint,
            }
        );

        JsonElement told = JsonElement.Parse((await target.AskAsync(context: _traced)).Answer());

        told.GetProperty("told").GetString().ShouldBe(Trace);
        told.GetProperty("endpoint").GetString().ShouldBe("http://127.0.0.1:4567");
        told.GetProperty("environment").GetString().ShouldBe(reuse ? null : Trace);
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task A_python_function_finds_it_in_its_context_and_in_the_offered_module()
    {
        await using PythonAgent agent = new(
            """
            import json, os, baton
            def run(input, context):
                return json.dumps([context["traceparent"], baton.traceparent(), os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]])
            """
        );
        agent.Environment = agent.Environment with { TelemetryEndpoint = _endpoint };

        string output = await agent.OutputAsync(context: _traced);

        output.ShouldBe($"""["{Trace}", "{Trace}", "http://127.0.0.1:4567"]""");
    }

    [Theory]
    [Trait("Needs", "python")]
    [InlineData("async def run(input): return seen()")]
    [InlineData("def run(input): return seen()")]
    [InlineData("async def run(input):\n    yield seen()")]
    public async Task OpenTelemetry_in_python_has_the_run_as_its_current_context_in_every_call(string function)
    {
        await using PythonAgent agent = new($"{Seen}\n{function}");
        WriteStandIn(agent);
        string[] traces = [.. Enumerable.Range(1, 16).Select(run => $"00-{run:x32}-{run:x16}-01")];

        string[] outputs = await Task.WhenAll(
            traces.Select(trace =>
                agent.OutputAsync(context: new ConversationContext { RunId = trace, TraceParent = trace })
            )
        );

        outputs.ShouldBe(traces);
        (await agent.OutputAsync()).ShouldBe("none");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task An_OpenTelemetry_that_cannot_be_imported_does_no_harm()
    {
        await using PythonAgent agent = new("def run(input): return 'fine'");
        agent.Write("opentelemetry/__init__.py", "raise RuntimeError('half installed')");

        (await agent.OutputAsync(context: _traced)).ShouldBe("fine");
    }

    private const string Seen = """
        import sys
        sys.path.append("standin")
        from opentelemetry import trace
        def seen():
            found = trace.get_current_span().get_span_context()
            return f"00-{found.trace_id:032x}-{found.span_id:016x}-01" if found.is_valid else "none"
        """;

    /// <summary>The few names of OpenTelemetry's API that the test uses, for machines where the package is not installed.</summary>
    private static void WriteStandIn(PythonAgent agent)
    {
        agent.Write("standin/opentelemetry/__init__.py", "");
        agent.Write(
            "standin/opentelemetry/context.py",
            """
            import contextvars
            current = contextvars.ContextVar("current", default={})
            attach = current.set
            """
        );
        agent.Write(
            "standin/opentelemetry/trace/__init__.py",
            """
            from opentelemetry import context
            class SpanContext:
                def __init__(self, trace_id, span_id):
                    self.trace_id, self.span_id, self.is_valid = trace_id, span_id, trace_id != 0
            class Span:
                def __init__(self, found): self.found = found
                def get_span_context(self): return self.found
            def get_current_span():
                return context.current.get().get("span", Span(SpanContext(0, 0)))
            """
        );
        agent.Write("standin/opentelemetry/trace/propagation/__init__.py", "");
        agent.Write(
            "standin/opentelemetry/trace/propagation/tracecontext.py",
            """
            from opentelemetry.trace import Span, SpanContext
            class TraceContextTextMapPropagator:
                def extract(self, carrier):
                    _, trace, span, _ = carrier["traceparent"].split("-")
                    return {"span": Span(SpanContext(int(trace, 16), int(span, 16)))}
            """
        );
    }
}
