using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Judges.Calls;
using Baton.Experiments.Evaluation.Judges.Prompts;
using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>A judge that gives a score.</summary>
internal sealed class ScoredJudgement(LlmJudgeSettings settings, JudgeCalls calls) : IJudgement
{
    private readonly JudgeForm<GivenScore> _form = JudgeForms.Of(settings);
    private readonly JudgeQuestion _question = settings.Judge is { } judge
        ? BuiltInQuestion.Of(settings, judge)
        : BuiltInQuestion.Of(settings, settings.Prompt!);

    /// <inheritdoc/>
    public bool IsAboutAgent => _question.IsAboutAgent;

    /// <inheritdoc/>
    public string? Missing(EvaluatedTrace trace) =>
        _question.Missing(trace)
        ?? (settings.Judge == BuiltInJudge.Faithfulness && !Sources.AreIn(trace) ? Sources.Advice : null);

    /// <inheritdoc/>
    public async Task<JudgeSample> AskAsync(
        EvaluatedTrace trace,
        int sample,
        ModelMeter meter,
        CancellationToken cancellationToken
    )
    {
        JudgeAnswer<GivenScore> answer = await calls
            .AskAsync(
                _question.About(trace) with
                {
                    Seed = settings.Seed + sample,
                    Meter = meter,
                },
                _form,
                sample,
                cancellationToken
            )
            .ConfigureAwait(false);
        JsonObject details = [];
        if (answer.Value.Evidence is { } evidence)
        {
            details["evidence"] = evidence;
        }

        return new JudgeSample
        {
            Score = answer.Value.Score,
            Reason = answer.Value.Reason,
            IsCached = answer.IsCached,
            Details = details,
        };
    }
}
