using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>Which of two answers a judge prefers.</summary>
internal enum Preference
{
    First,
    Second,
    Tie,
}

/// <summary>What a judge says of two answers in one order.</summary>
internal sealed record PairwiseVerdict(Preference Winner, string? Reason, string? Evidence)
{
    private const string Key = "winner";

    /// <summary>The form it is asked for.</summary>
    public static AnswerForm<PairwiseVerdict> Form { get; } =
        new(
            "comparison",
            "The evidence, why, and which answer is better",
            JsonElement.Parse(
                """
                {
                  "type": "object",
                  "properties": {
                    "evidence": {"type": "string"},
                    "reason": {"type": "string"},
                    "winner": {"type": "string", "enum": ["A", "B", "tie"]}
                  },
                  "required": ["evidence", "reason", "winner"],
                  "additionalProperties": false
                }
                """
            ),
            Key,
            Read
        );

    private static PairwiseVerdict? Read(JsonObject answer, out string? problem)
    {
        string word = answer[Key] is JsonValue value && value.TryGetValue(out string? text) ? text.Trim() : "";
        Preference? winner = word.ToLowerInvariant() switch
        {
            "a" or "answer a" or "first" => Preference.First,
            "b" or "answer b" or "second" => Preference.Second,
            "tie" or "equal" or "both" or "neither" or "draw" => Preference.Tie,
            _ => null,
        };
        problem = winner is null ? "has neither `A` nor `B` nor `tie` as its `winner`" : null;
        return winner is { } decided
            ? new PairwiseVerdict(decided, JsonReply.ReasonIn(answer), JsonReply.EvidenceIn(answer))
            : null;
    }
}
