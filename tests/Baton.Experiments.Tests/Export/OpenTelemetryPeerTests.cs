using System.Diagnostics;
using System.Text.Json.Nodes;
using Baton.Experiments.Export;
using Baton.Experiments.Export.Otlp;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Results;
using Baton.TestSupport;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Export;

/// <summary>Requests read by the messages that OpenTelemetry's project for JavaScript generated from OTLP's definitions.</summary>
[Trait("Needs", "agent-libraries")]
public sealed class OpenTelemetryPeerTests
{
    [Fact]
    public async Task A_whole_experiment_is_understood()
    {
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                """{"persona":"novice","success":false,"outcome":"failed","error":{"kind":"timeout","message":"too slow"}}""",
                """{"type":"span_start","span_id":"r","name":"agent_run","kind":"agent","timestamp":"2026-01-02T03:04:05.1234567Z"}""",
                """{"type":"span_start","span_id":"00000000000000b1","parent_span_id":"r","name":"chat","kind":"generation","attributes":{"service.name":"support","list":["a","b"],"share":0.5,"big":9007199254740993}}""",
                """{"type":"event","parent_span_id":"00000000000000b1","name":"first token","kind":"event","attributes":{"ok":true}}"""
            )
            .Write();
        RunSpanMaker maker = new(ExportedExperiment.Read(folder.Path), new ContentRule(withContent: true));
        AttributeSet resource = new OtlpVariables(
            new Dictionary<string, string> { ["OTEL_RESOURCE_ATTRIBUTES"] = "openinference.project.name=shop" }
        ).Resource("baton");
        ProtobufBatch batch = new(new SpanOrigin(resource, "baton", "1.0.0"));
        List<OutgoingSpan> spans = [.. ExperimentReader.ReadRuns(folder.Path).SelectMany(maker.Make)];
        spans.ForEach(batch.Add);

        JsonNode request = (await DecodeAsync(batch.TakeRequest())).ShouldHaveSingleItem();

        JsonArray sources = request["resourceSpans"]!.AsArray();
        Attribute(sources[0]!["resource"]!, "service.name")["stringValue"]!.GetValue<string>().ShouldBe("baton");
        Attribute(sources[0]!["resource"]!, "openinference.project.name")["stringValue"]!
            .GetValue<string>()
            .ShouldBe("shop");
        Attribute(sources[1]!["resource"]!, "service.name")["stringValue"]!.GetValue<string>().ShouldBe("support");
        sources[0]!["scopeSpans"]![0]!["scope"]!["name"]!.GetValue<string>().ShouldBe("baton");
        JsonNode run = sources[0]!["scopeSpans"]![0]!["spans"]![0]!;
        run["traceId"]!.GetValue<string>().ShouldBe(spans[0].Trace.ToString());
        run["spanId"]!.GetValue<string>().ShouldBe($"{spans[0].Id:x16}");
        run["startTimeUnixNano"]!.GetValue<string>().ShouldBe("1767323045123456700");
        run["status"]!["code"]!.GetValue<int>().ShouldBe(2);
        run["status"]!["message"]!.GetValue<string>().ShouldBe("too slow");
        Attribute(run, "baton.iteration")["intValue"]!.GetValue<string>().ShouldBe("0");
        JsonNode chat = sources[1]!["scopeSpans"]![0]!["spans"]![0]!;
        chat["kind"]!.GetValue<int>().ShouldBe(3);
        chat["parentSpanId"]!.GetValue<string>().ShouldBe($"{spans[0].Id:x16}");
        Attribute(chat, "big")["intValue"]!.GetValue<string>().ShouldBe("9007199254740993");
        Attribute(chat, "share")["doubleValue"]!.GetValue<double>().ShouldBe(0.5);
        Attribute(chat, "list")["arrayValue"]!["values"]![1]!["stringValue"]!.GetValue<string>().ShouldBe("b");
        chat["events"]![0]!["name"]!.GetValue<string>().ShouldBe("first token");
        Attribute(chat["events"]![0]!, "ok")["boolValue"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Whatever_spans_say_is_read_as_it_was_meant()
    {
        List<OutgoingSpan> spans = [.. SpanSamples.Span.Resize(12).Sample(300)];
        ProtobufBatch batch = new(new SpanOrigin(new AttributeSet(), "baton", "1.0.0"));
        spans.ForEach(batch.Add);

        JsonNode request = (await DecodeAsync(batch.TakeRequest())).ShouldHaveSingleItem();

        JsonArray read = request["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray();
        read.Count.ShouldBe(spans.Count);
        for (int i = 0; i < spans.Count; i++)
        {
            read[i]!["name"]!.GetValue<string>().ShouldBe(spans[i].Name);
            read[i]!["endTimeUnixNano"]!.GetValue<string>().ShouldBe($"{spans[i].End}");
            (read[i]!["attributes"]?.AsArray().Count ?? 0).ShouldBe(spans[i].Attributes.Count);
            (read[i]!["events"]?.AsArray().Count ?? 0).ShouldBe(spans[i].Events.Count);
        }
    }

    private static JsonNode Attribute(JsonNode owner, string name) =>
        owner["attributes"]!.AsArray().Single(pair => pair!["key"]!.GetValue<string>() == name)!["value"]!;

    private static async Task<IReadOnlyList<JsonNode>> DecodeAsync(ReadOnlyMemory<byte> request)
    {
        using TempWorkspace workspace = new();
        string file = workspace.PathOf("request.bin");
        await File.WriteAllBytesAsync(file, request.ToArray());
        string packages = await NodePackages.InstallAsync("otlp");
        ProcessStartInfo start = new("node", [Path.Combine(packages, "decode.cjs"), file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
