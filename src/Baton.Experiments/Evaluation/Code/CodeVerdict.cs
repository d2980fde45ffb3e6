using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Evaluation.Code;

/// <summary>
/// What a function of the user's returned: a truth value, a number from 0 to 1, or an object with <c>score</c> or <c>passed</c> and
/// perhaps <c>reason</c> and <c>details</c>; <c>skipped: true</c> says that it has nothing to say.
/// </summary>
internal static class CodeVerdict
{
    private const string Expected = "return true or false, a number from 0 to 1, or an object with `score` or `passed`";

    /// <summary>The score.</summary>
    /// <param name="evaluator">The evaluator's name.</param>
    /// <param name="returned">What was returned.</param>
    /// <param name="threshold">From which number on a trace passes.</param>
    public static Score Read(string evaluator, JsonElement returned, double threshold)
    {
        if (returned.ValueKind != JsonValueKind.Object)
        {
            return Judged(evaluator, returned, null, threshold) ?? Unreadable(evaluator, returned);
        }

        string? reason = Text(returned, "reason") ?? Text(returned, "explanation");
        Score? score =
            returned.TryGetProperty("skipped", out JsonElement skipped) && skipped.ValueKind == JsonValueKind.True
                ? new Score { Evaluator = evaluator, Status = ScoreStatus.Skipped }
                : Judged(
                    evaluator,
                    Member(returned, "score") ?? Member(returned, "value"),
                    Member(returned, "passed") ?? Member(returned, "pass"),
                    threshold
                );
        return score is null
            ? Unreadable(evaluator, returned)
            : score with
            {
                Reason = reason,
                Details = Member(returned, "details") is { ValueKind: JsonValueKind.Object } details
                    ? JsonObject.Create(details)
                    : null,
            };
    }

    /// <summary>An error score.</summary>
    public static Score Error(string evaluator, string reason) =>
        new()
        {
            Evaluator = evaluator,
            Status = ScoreStatus.Error,
            Reason = reason,
        };

    private static Score? Judged(string evaluator, JsonElement? score, JsonElement? passed, double threshold)
    {
        if (passed is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            return null;
        }

        bool? passes = passed is { } verdict ? verdict.ValueKind == JsonValueKind.True : null;
        double? value = score?.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.Number => score.Value.GetDouble(),
            null => passes is { } known ? (known ? 1 : 0) : null,
            _ => null,
        };
        return value is >= 0 and <= 1
            ? new Score
            {
                Evaluator = evaluator,
                Status = passes ?? Threshold.IsReached(value.Value, threshold) ? ScoreStatus.Pass : ScoreStatus.Fail,
                Value = value,
            }
            : null;
    }

    private static Score Unreadable(string evaluator, JsonElement returned)
    {
        string shown = returned.GetRawText();
        return Error(
            evaluator,
            string.Create(
                CultureInfo.InvariantCulture,
                $"it returned `{(shown.Length > 80 ? shown[..80] + "…" : shown)}`; {Expected}"
            )
        );
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
