using System.Diagnostics;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>The .NET SDK of OpenTelemetry as the exporter.</summary>
public sealed class DotNetExporterTests
{
    [Fact]
    public async Task Spans_of_32_runs_in_flight_arrive_whole_and_at_the_right_run()
    {
        await using ReceiverFixture fixture = new();
        using ActivitySource source = new("dotnet-agent");
        using TracerProvider provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddOtlpExporter(options =>
            {
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Endpoint = new Uri(fixture.Endpoint, "/v1/traces");
            })
            .Build();
        List<RunSpans> runs = [.. Enumerable.Range(0, 32).Select(_ => fixture.Collector.Begin())];

        await Task.WhenAll(runs.Select(run => WorkAsync(source, run)));
        // `ForceFlush` may return while the export is under way (open-telemetry/opentelemetry-dotnet#4858); this waits for it.
        provider.Shutdown().ShouldBeTrue();

        foreach (RunSpans run in runs)
        {
            IReadOnlyCollection<ExportedSpan> spans = run.Close();
            spans.Count.ShouldBe(3);
            SpanNode answer = spans.Select(span => new SpanNode(span)).Single(node => node.Parent == run.Span);
            List<Observation> told = StoryLines.Read(
                new SpanStory([new TurnSpan(1, "turn", DateTimeOffset.UnixEpoch)], spans)
            );
            ILookup<string, Observation> lines = told.ToLookup(line => $"{line.Type} {line.Name}");
            Observation began = lines["span_start answer"].ShouldHaveSingleItem();
            began.SpanId.ShouldBe($"{answer.Id:x16}");
            began.Kind.ShouldBe("server");
            began.Attributes!.Value.GetProperty("run").GetString().ShouldBe(run.TraceParent);
            began.Attributes!.Value.GetProperty("otel.scope.name").GetString().ShouldBe("dotnet-agent");
            Observation model = lines["span_end model"].ShouldHaveSingleItem();
            model.ParentSpanId.ShouldBe(began.SpanId);
            model.Attributes!.Value.GetProperty("input_tokens").GetInt32().ShouldBe(12);
            model.Timestamp.ShouldBeGreaterThanOrEqualTo(lines["span_start model"].Single().Timestamp);
            lines["span_end tool"].ShouldHaveSingleItem().Error.ShouldBe("no such order");
            Observation thrown = lines["event exception"].ShouldHaveSingleItem();
            thrown.Attributes!.Value.GetProperty("exception.message").GetString().ShouldBe("no such order");
        }

        fixture.Collector.Counts.Spans.ShouldBe(96);
    }

    private static async Task WorkAsync(ActivitySource source, RunSpans run)
    {
        using Activity? answer = source.StartActivity("answer", ActivityKind.Server, run.TraceParent);
        answer!.SetTag("run", run.TraceParent);
        await Task.Yield();
        using (Activity? model = source.StartActivity("model", ActivityKind.Client))
        {
            await Task.Yield();
            model!.SetTag("gen_ai.usage.input_tokens", 12);
        }

        using Activity? tool = source.StartActivity("tool");
        tool!.AddException(new InvalidOperationException("no such order"));
        tool.SetStatus(ActivityStatusCode.Error, "no such order");
    }
}
