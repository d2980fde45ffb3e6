using System.Text.Json.Nodes;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>Reads a score out of a JSON object: <c>{"evidence": …, "reason": …, "score": 7}</c>.</summary>
internal static class JsonReply
{
    /// <summary>The member that holds the score.</summary>
    public const string Score = "score";

    private static readonly string[] _reasons = ["reason", "reasoning", "rationale", "explanation", "evidence"];

    /// <summary>Reads an object.</summary>
    /// <param name="answer">The object.</param>
    /// <param name="scale">The scale of the score.</param>
    /// <param name="problem">Why there is no score, as the end of a sentence; null when there is one.</param>
    public static GivenScore? Read(JsonObject answer, ScoreScale scale, out string? problem)
    {
        double? score = ScoreIn(answer[Score], scale, out problem);
        return score is { } given ? new GivenScore(given, ReasonIn(answer)) { Evidence = EvidenceIn(answer) } : null;
    }

    /// <summary>Why the judge came to its verdict, in its own words, or null.</summary>
    public static string? ReasonIn(JsonObject answer) =>
        _reasons.Select(name => TextOf(answer[name])).FirstOrDefault(static text => text is not null);

    /// <summary>What the judge quotes and observes, or null.</summary>
    public static string? EvidenceIn(JsonObject answer) => TextOf(answer["evidence"]);

    private static double? ScoreIn(JsonNode? value, ScoreScale scale, out string? problem)
    {
        if (value is JsonValue scalar)
        {
            if (scalar.TryGetValue(out double number))
            {
                problem = scale.Holds(number) ? null : scale.Refuse(number);
                return problem is null ? number : null;
            }

            // `"8"` and `"8/10"`
            if (scalar.TryGetValue(out string? text))
            {
                return NumberReply.Read(text, scale, out problem)?.Score;
            }
        }

        problem = "has no number as `score`";
        return null;
    }

    // A list of quotations is told as one text.
    private static string? TextOf(JsonNode? value)
    {
        string? text = value switch
        {
            JsonArray list => string.Join("; ", list.Select(TextOf).OfType<string>()),
            JsonValue scalar when scalar.TryGetValue(out string? written) => written,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
