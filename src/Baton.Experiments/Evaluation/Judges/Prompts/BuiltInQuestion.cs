using Baton.Experiments.Evaluation.Judges.Replies;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>The questions of built-in judges and the forms of answers, as models are told them.</summary>
internal static class BuiltInQuestion
{
    /// <summary>The question of a judge with a rubric.</summary>
    public static JudgeQuestion Of(LlmJudgeSettings settings, BuiltInJudge judge) =>
        new(Rubrics.Of(judge), settings.SystemPrompt, Join(Criteria(settings), RubricForm), settings.MaxCharacters);

    /// <summary>The question of a prompt of the user's.</summary>
    public static JudgeQuestion Of(LlmJudgeSettings settings, PromptTemplate prompt) =>
        new(
            prompt,
            settings.SystemPrompt,
            settings.Parser is null or ScoreParser.JsonScore ? Form(settings.Scale.Scores) : null,
            settings.MaxCharacters
        );

    /// <summary>What the judge should heed besides its rubric, or null.</summary>
    public static string? Criteria(LlmJudgeSettings settings) =>
        string.IsNullOrWhiteSpace(settings.Criteria)
            ? null
            : $"Heed this as well; where it says otherwise than the question, it wins:\n{settings.Criteria.Trim()}";

    /// <summary>Paragraphs as one text.</summary>
    public static string Join(params string?[] paragraphs) => string.Join("\n\n", paragraphs.OfType<string>());

    private static string RubricForm =>
        Form("a whole number from 1 to 5, by the list of scores; choose the lower one when in doubt between two");

    private static string Form(ScoreScale scale) =>
        Form($"a number from {ScoreScale.Text(scale.Min)} (worst) to {ScoreScale.Text(scale.Max)} (best)");

    private static string Form(string score) =>
        $$"""
            Answer with one JSON object and nothing else, its members in this order:
            {"evidence": "the quotations and observations that decide", "reason": "why this score, in one or two sentences that say what would have to be better", "score": {{score}}}
            """;
}
