using Baton.Experiments.Evaluation.Judges.Replies;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>How a judge's scores become values from 0 to 1, and which of them pass.</summary>
/// <param name="Scores">The scores it may give.</param>
/// <param name="Zero">The score whose value is 0.</param>
/// <param name="PassScore">The lowest score that passes; <see langword="null"/> for more than half way up.</param>
internal sealed record JudgeScale(ScoreScale Scores, double Zero, double? PassScore)
{
    // Of a mean like 2.9999999999999996, which is 3.
    private const double Rounding = 1e-9;

    /// <summary>The scale of built-in judges.</summary>
    public static ScoreScale Rubric { get; } = new(1, 5);

    /// <summary>The scale that settings ask for.</summary>
    public static JudgeScale Of(LlmJudgeSettings settings)
    {
        double? pass = settings.PassScore;
        if (settings.Judge is { } judge)
        {
            return judge == BuiltInJudge.Pairwise
                ? new JudgeScale(PassFailReply.Scale, 0, pass ?? 0.5)
                : new JudgeScale(Rubric, Rubric.Min, pass ?? 4);
        }

        return settings.Parser switch
        {
            ScoreParser.PassFail => new JudgeScale(PassFailReply.Scale, 0, pass),
            ScoreParser.FirstNumber1To10 => new JudgeScale(new ScoreScale(1, 10), 0, pass ?? 7),
            ScoreParser.FirstFloat => FromZero(settings.MaxScore ?? 1, pass),
            _ => FromZero(settings.MaxScore ?? 10, pass),
        };
    }

    /// <summary>A score as a value from 0 to 1.</summary>
    public double Value(double score) => Math.Clamp((score - Zero) / (Scores.Max - Zero), 0, 1);

    /// <summary>Whether a score passes.</summary>
    public bool Passes(double score) =>
        PassScore is { } pass ? score >= pass - Rounding : Value(score) > 0.5 + Rounding;

    private static JudgeScale FromZero(double max, double? pass) => new(new ScoreScale(0, max), 0, pass ?? 0.7 * max);
}
