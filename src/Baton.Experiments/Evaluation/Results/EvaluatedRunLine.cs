using System.Text.Json;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;
using static Baton.Experiments.Results.LineFields;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>Writes and reads a line of <c>per_trace.jsonl</c>.</summary>
internal static class EvaluatedRunLine
{
    public static void Write(JsonLine line, EvaluatedRun run)
    {
        line.Start();
        WriteFields(line, run);
        line.End();
    }

    /// <summary>Writes the properties into an object that is begun.</summary>
    public static void WriteFields(JsonLine line, EvaluatedRun run)
    {
        line.Word("trace_id"u8, run.TraceId);
        line.Word("run_key"u8, run.RunKey);
        line.Word("input_id"u8, run.InputId);
        line.Number("iteration"u8, run.Iteration);
        line.Word("persona"u8, run.Persona);
        line.Truth("success"u8, run.Outcome == RunOutcome.Success);
        line.Word("outcome"u8, run.Outcome.Word());
        line.TruthOrNull("passed"u8, run.Passed);
        line.ScoreOrNull("score"u8, run.Score);
        line.StartArray("scores"u8);
        foreach ((string type, Score score) in run.Scores)
        {
            Write(line, type, score);
        }

        line.EndArray();
    }

    /// <summary>Reads a line; <see langword="null"/> when it names no run or tells not how it ended.</summary>
    public static EvaluatedRun? Read(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object
        && Text(line, "run_key") is { } runKey
        && OutcomeWords.Parse(Text(line, "outcome")) is { } outcome
            ? new EvaluatedRun
            {
                TraceId = Text(line, "trace_id") ?? "",
                RunKey = runKey,
                InputId = Text(line, "input_id") ?? "",
                Iteration = (int)(Whole(line, "iteration") ?? 0),
                Persona = Text(line, "persona"),
                Outcome = outcome,
                Passed = Truth(line, "passed"),
                Score = Number(line, "score"),
                Scores = ReadScores(line),
            }
            : null;

    private static void Write(JsonLine line, string type, Score score)
    {
        line.StartObject();
        line.Word("evaluator"u8, score.Evaluator);
        line.Word("type"u8, type);
        line.Word("status"u8, score.Status.Word());
        line.ScoreOrNull("value"u8, score.Value);
        line.TextIfAny("reason"u8, score.Reason);
        line.JsonIfAny("details"u8, score.Details);
        line.NumberIfAny("cost"u8, score.Cost);
        RunLines.WriteTokens(line, "tokens"u8, score.Tokens);
        if (score.IsCached)
        {
            line.Truth("cached"u8, value: true);
        }

        line.EndObject();
    }

    private static IReadOnlyList<EvaluatorScore> ReadScores(JsonElement line) =>
        [.. Each(line, "scores", ReadScore).OfType<EvaluatorScore>()];

    private static EvaluatorScore? ReadScore(JsonElement item) =>
        ScoreWords.Parse(Text(item, "status")) is { } status
            ? new EvaluatorScore(
                Text(item, "type") ?? "",
                new Score
                {
                    Evaluator = Text(item, "evaluator") ?? "",
                    Status = status,
                    Value = Number(item, "value"),
                    Reason = Text(item, "reason"),
                    Details = Facts(item, "details"),
                    Cost = Money(item, "cost"),
                    Tokens = Tokens(item, "tokens"),
                    IsCached = Truth(item, "cached") ?? false,
                }
            )
            : null;
}
