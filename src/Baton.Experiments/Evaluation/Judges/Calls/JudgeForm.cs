using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>The form a judge's answer has: how it is asked for and how it is read.</summary>
/// <param name="Identity">Tells forms apart that make a model answer differently.</param>
/// <param name="Read">Reads a reply that was kept.</param>
/// <param name="AskAsync">Asks for it.</param>
internal sealed record JudgeForm<T>(
    string Identity,
    ReplyReader<T> Read,
    Func<ModelVoice, ModelQuestion, CancellationToken, Task<ModelAnswer<T>>> AskAsync
)
    where T : class;

/// <summary>The forms of judges' answers.</summary>
internal static class JudgeForms
{
    /// <summary>A structured answer.</summary>
    public static JudgeForm<T> Json<T>(AnswerForm<T> form)
        where T : class =>
        new(
            $"{form.Name} {form.Schema.GetRawText()}",
            form.ReadReply,
            (voice, question, cancellationToken) => voice.AskAsync(question, form, cancellationToken)
        );

    /// <summary>An answer in words.</summary>
    public static JudgeForm<T> Words<T>(TextForm<T> form)
        where T : class =>
        new(
            "words",
            form.Read,
            (voice, question, cancellationToken) => voice.AskAsync(question, form, cancellationToken)
        );

    /// <summary>The form of a judge's score.</summary>
    public static JudgeForm<GivenScore> Of(LlmJudgeSettings settings)
    {
        ScoreScale scale = settings.Scale.Scores;
        return settings.Parser switch
        {
            _ when settings.Judge is not null => Json(ScoreForm("integer", scale)),
            null or ScoreParser.JsonScore => Json(ScoreForm("number", scale)),
            ScoreParser.PassFail => Words(
                new TextForm<GivenScore>(
                    "Answer with one line and nothing else: `Verdict: PASS` or `Verdict: FAIL`.",
                    PassFailReply.Read
                )
            ),
            _ => Words(
                new TextForm<GivenScore>(
                    "Answer with one line and nothing else, `Score: N`, where N is a number from "
                        + $"{ScoreScale.Text(scale.Min)} to {ScoreScale.Text(scale.Max)}.",
                    (string reply, out string? problem) => NumberReply.Read(reply, scale, out problem)
                )
            ),
        };
    }

    // Bounds are left to the text: not every server takes them in a schema.
    private static AnswerForm<GivenScore> ScoreForm(string type, ScoreScale scale) =>
        new(
            "judgement",
            "The evidence, why, and the score",
            JsonElement.Parse(
                $$$"""
                {
                  "type": "object",
                  "properties": {"evidence": {"type": "string"}, "reason": {"type": "string"}, "score": {"type": "{{{type}}}"}},
                  "required": ["evidence", "reason", "score"],
                  "additionalProperties": false
                }
                """
            ),
            JsonReply.Score,
            (JsonObject answer, out string? problem) => JsonReply.Read(answer, scale, out problem)
        );
}
