using System.Globalization;
using System.Text.Json.Nodes;

namespace Baton.TestSupport;

/// <summary>The folder of an experiment, written by hand: what <c>compare</c> reads of one.</summary>
public sealed class WrittenExperiment
{
    private readonly List<JsonObject> _runs = [];
    private readonly List<JsonObject> _judged = [];
    private readonly JsonObject _identity = new()
    {
        ["config_hash"] = "c",
        ["dataset_hash"] = "d",
        ["target_config_hash"] = "t",
    };

    /// <summary>How many runs the plan has; as many as there are where nothing is said.</summary>
    public int? Planned { get; init; }

    /// <summary>When it was evaluated; its last run ended at 03:05:05.</summary>
    public string EvaluatedAt { get; init; } = "2026-01-02T03:06:00Z";

    /// <summary>The configuration of the summary.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Sets a member of the identity.</summary>
    public WrittenExperiment Identity(string name, JsonNode value)
    {
        _identity[name] = value;
        return this;
    }

    /// <summary>Adds a run; what is not given is as usual.</summary>
    public WrittenExperiment Run(
        string input,
        bool success = true,
        string? persona = null,
        int iteration = 0,
        string? says = null,
        string? answer = null,
        double durationMs = 100,
        long? tokens = null,
        decimal? cost = null,
        int turns = 1,
        string? outcome = null
    )
    {
        JsonObject run = new()
        {
            ["trace_id"] = $"trace_{_runs.Count + 1:D6}",
            ["iteration"] = iteration,
            ["persona"] = persona,
            ["input"] = says ?? $"question {input}",
            ["output"] = answer ?? $"answer to {input}",
            ["duration_ms"] = durationMs,
            ["success"] = success,
            ["input_id"] = input,
            ["run_key"] = $"{input}/{persona ?? "-"}/{iteration.ToString(CultureInfo.InvariantCulture)}",
            ["outcome"] = outcome ?? (success ? "success" : "failed"),
            ["turn_count"] = turns,
        };
        if (tokens is not null)
        {
            run["tokens"] = new JsonObject { ["total"] = tokens };
        }

        if (cost is not null)
        {
            run["cost"] = cost;
        }

        if (!success)
        {
            run["error"] = new JsonObject { ["kind"] = "exception", ["message"] = $"no luck with {input}" };
        }

        _runs.Add(run);
        return this;
    }

    /// <summary>Adds what the evaluation says of the last run.</summary>
    public WrittenExperiment Judged(bool? passed, params (string Evaluator, double? Value)[] scores)
    {
        JsonObject run = _runs[^1];
        JsonArray said =
        [
            .. scores.Select(score => new JsonObject
            {
                ["evaluator"] = score.Evaluator,
                ["type"] = "rule_based",
                ["status"] =
                    score.Value is null ? "error"
                    : score.Value >= 0.5 ? "pass"
                    : "fail",
                ["value"] = score.Value,
                ["reason"] = $"{score.Evaluator} said so",
            }),
        ];
        _judged.Add(
            new JsonObject
            {
                ["trace_id"] = run["trace_id"]!.DeepClone(),
                ["run_key"] = run["run_key"]!.DeepClone(),
                ["outcome"] = run["outcome"]!.DeepClone(),
                ["passed"] = passed,
                ["score"] = passed is null ? null : scores.Average(score => score.Value ?? 0),
                ["scores"] = said,
            }
        );
        return this;
    }

    /// <summary>Writes the folder.</summary>
    /// <param name="workspace">Where to.</param>
    /// <param name="folder">The folder's name.</param>
    /// <param name="experimentName">The experiment's name; the folder's where nothing is said.</param>
    /// <returns>The folder, absolute.</returns>
    public string Write(TempWorkspace workspace, string folder, string? experimentName = null)
    {
        int planned = Planned ?? _runs.Count;
        JsonObject summary = new()
        {
            ["version"] = 1,
            ["experiment_name"] = experimentName ?? folder,
            ["experiment_id"] = folder,
            ["total_traces"] = _runs.Count,
            ["successful"] = _runs.Count(run => run["success"]!.GetValue<bool>()),
            ["started_at"] = "2026-01-02T03:04:05Z",
            ["completed_at"] = "2026-01-02T03:05:05Z",
            ["planned_runs"] = planned,
            ["interrupted"] = planned > _runs.Count,
            ["identity"] = _identity.DeepClone(),
            ["config_snapshot"] = Config?.DeepClone(),
        };
        workspace.Write($"{folder}/summary.json", summary.ToJsonString());
        workspace.Write($"{folder}/trace_summary.jsonl", Lines(_runs));
        if (_judged.Count > 0)
        {
            workspace.Write($"{folder}/evaluation/per_trace.jsonl", Lines(_judged));
            workspace.Write(
                $"{folder}/evaluation/summary.json",
                new JsonObject { ["version"] = 1, ["evaluated_at"] = EvaluatedAt }.ToJsonString()
            );
        }

        return workspace.PathOf(folder);
    }

    private static string Lines(IEnumerable<JsonObject> lines) =>
        string.Concat(lines.Select(line => line.ToJsonString() + "\n"));
}
