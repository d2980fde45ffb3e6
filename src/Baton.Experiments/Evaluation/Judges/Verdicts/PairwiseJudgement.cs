using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Judges.Calls;
using Baton.Experiments.Evaluation.Judges.Prompts;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>
/// Compares the agent's answer with another, once in each order. 1 when the agent's is better both times, 0 when it is worse both times;
/// everything else is a tie, 0.5: a preference that turns with the order is none.
/// </summary>
internal sealed class PairwiseJudgement(LlmJudgeSettings settings, JudgeCalls calls) : IJudgement
{
    private const double Tie = 0.5;

    private readonly PairwiseQuestion _question = new(settings);
    private readonly JudgeForm<PairwiseVerdict> _form = JudgeForms.Json(PairwiseVerdict.Form);

    /// <inheritdoc/>
    public bool IsAboutAgent => true;

    /// <inheritdoc/>
    public string? Missing(EvaluatedTrace trace) =>
        _question.Other(trace) is null
            ? $"there is no answer to compare with: the trace has no `{settings.Against ?? ComparedAnswer.Expected}`"
            : null;

    /// <inheritdoc/>
    public async Task<JudgeSample> AskAsync(
        EvaluatedTrace trace,
        int sample,
        ModelMeter meter,
        CancellationToken cancellationToken
    )
    {
        string own = string.IsNullOrWhiteSpace(trace.Trace.Output) ? "(nothing)" : trace.Trace.Output;
        string other = _question.Other(trace)!;
        JudgeAnswer<PairwiseVerdict> ownFirst = await AskAsync(About(own, other)).ConfigureAwait(false);
        JudgeAnswer<PairwiseVerdict> otherFirst = await AskAsync(About(other, own)).ConfigureAwait(false);
        double first = ScoreOf(ownFirst.Value.Winner, Preference.First);
        double second = ScoreOf(otherFirst.Value.Winner, Preference.Second);
        bool agree = first.Equals(second);
        return new JudgeSample
        {
            Score = agree ? first : Tie,
            Reason = agree
                ? ownFirst.Value.Reason
                : $"a tie, since the judge's preference turns with the order of the answers. Agent's first: {ownFirst.Value.Reason} "
                    + $"Agent's second: {otherFirst.Value.Reason}",
            IsCached = ownFirst.IsCached && otherFirst.IsCached,
            Details = new JsonObject
            {
                ["agent_first"] = Told(first),
                ["agent_second"] = Told(second),
                ["order_dependent"] = !agree,
                ["evidence"] = ownFirst.Value.Evidence,
            },
        };

        ModelQuestion About(string answerA, string answerB) =>
            _question.About(trace, answerA, answerB) with
            {
                Seed = settings.Seed + sample,
                Meter = meter,
            };

        Task<JudgeAnswer<PairwiseVerdict>> AskAsync(ModelQuestion question) =>
            calls.AskAsync(question, _form, sample, cancellationToken);
    }

    private static double ScoreOf(Preference winner, Preference own) =>
        winner == Preference.Tie ? Tie
        : winner == own ? 1
        : 0;

    private static string Told(double score) =>
        score > Tie ? "better"
        : score < Tie ? "worse"
        : "tie";
}
