using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Export;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Results;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Export;

/// <summary>An experiment's folder, written line by line.</summary>
internal sealed class RecordedFolder : IDisposable
{
    public const string OtelTrace = "0123456789abcdef0123456789abcdef";
    private readonly TempWorkspace _workspace = new();
    private readonly List<string> _traces = [];
    private readonly List<string> _observations = [];
    private readonly List<string> _verdicts = [];

    public RecordedFolder() =>
        _workspace
            .With(
                "exp_1/summary.json",
                """{"experiment_name":"shop","experiment_id":"exp_1","started_at":"2026-01-02T03:04:00Z","total_traces":1}"""
            )
            .With("exp_1/config.yaml", "runner: {target: \"app.agent:run\"}\n");

    public string Path => _workspace.PathOf("exp_1");

    public string PathOf(string file) => _workspace.PathOf(file);

    /// <summary>Adds a run; <paramref name="more"/> is put over the usual members.</summary>
    public RecordedFolder Run(int number, string more = "{}", params string[] observations)
    {
        JsonObject trace = JsonNode
            .Parse(
                $$"""
                {"trace_id":"trace_{{number}}","run_key":"in{{number}}/-/0","run_index":{{number}},"input_id":"in{{number}}","iteration":0,
                "persona":null,"input":"question {{number}}","output":"answer {{number}}","duration_ms":1500,"success":true,
                "outcome":"success","started_at":"2026-01-02T03:04:05Z","tool_calls":[]}
                """
            )!
            .AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(more)!.AsObject())
        {
            trace[name] = value?.DeepClone();
        }

        _traces.Add(trace.ToJsonString());
        foreach (string observation in observations)
        {
            JsonObject line = JsonNode.Parse(observation)!.AsObject();
            line["trace_id"] = $"trace_{number}";
            line["timestamp"] ??= "2026-01-02T03:04:06Z";
            _observations.Add(line.ToJsonString());
        }

        return this;
    }

    /// <summary>Adds what an evaluation said of a run.</summary>
    public RecordedFolder Judged(int number, string scores)
    {
        _verdicts.Add(
            $$"""{"trace_id":"trace_{{number}}","run_key":"in{{number}}/-/0","outcome":"success","passed":true,"score":0.75,"scores":{{scores}}}"""
        );
        return this;
    }

    /// <summary>Adds a line of traces that nobody can read.</summary>
    public RecordedFolder Damage()
    {
        _traces[^1] = _traces[^1][..20];
        return this;
    }

    /// <summary>Writes the files.</summary>
    public RecordedFolder Write()
    {
        _workspace.Write("exp_1/traces.jsonl", Lines(_traces));
        _workspace.Write("exp_1/observations.jsonl", Lines(_observations));
        _workspace.Write($"exp_1/{EvaluationFiles.Folder}/{EvaluationFiles.PerTrace}", Lines(_verdicts));
        return this;
    }

    /// <summary>The spans of all runs.</summary>
    public IReadOnlyList<OutgoingSpan> Spans(bool withContent = true)
    {
        RunSpanMaker maker = new(ExportedExperiment.Read(Path), new ContentRule(withContent));
        return [.. ExperimentReader.ReadRuns(Path).SelectMany(maker.Make)];
    }

    public void Dispose() => _workspace.Dispose();

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}

/// <summary>Looks at spans.</summary>
internal static class SpanExtensions
{
    /// <summary>The value of an attribute; it is there once.</summary>
    public static object? Fact(this AttributeSet facts, string name) =>
        facts.Items.Where(item => item.Key == name).ShouldHaveSingleItem().Value;

    /// <summary>The names of all attributes.</summary>
    public static IEnumerable<string> Names(this AttributeSet facts) => facts.Items.Select(item => item.Key);

    public static TempWorkspace With(this TempWorkspace workspace, string path, string content)
    {
        workspace.Write(path, content);
        return workspace;
    }
}
