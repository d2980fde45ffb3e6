using System.Diagnostics;
using Baton.Experiments.Telemetry.Spans;
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
        provider.ForceFlush().ShouldBeTrue();

        foreach (RunSpans run in runs)
        {
            Dictionary<string, ReceivedSpan> spans = run.Close()
                .Select(span => span.Read())
                .ToDictionary(span => span.Name);
            spans.Count.ShouldBe(3);
            spans["answer"].Parent.ShouldBe(run.Span);
            spans["answer"].Side.ShouldBe(SpanSide.Server);
            spans["answer"].Attributes.Text("run").ShouldBe(run.TraceParent);
            spans["answer"].Source.Scope.ShouldBe("dotnet-agent");
            spans["model"].Parent.ShouldBe(spans["answer"].Id);
            spans["model"].Attributes.Count64(AttributeRole.InputTokens).ShouldBe(12);
            spans["model"].End.ShouldBeGreaterThanOrEqualTo(spans["model"].Start);
            spans["tool"].Failed.ShouldBe(true);
            spans["tool"].Events.ShouldHaveSingleItem().Attributes.Text("exception.message").ShouldBe("no such order");
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
