using Baton.Configuration;
using Baton.Experiments.Evaluation.Judges.Replies;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>Finds settings of a judge that do not go together.</summary>
internal static class LlmJudgeCheck
{
    public static void Check(LlmJudgeSettings settings, SectionValidation section)
    {
        CheckQuestion(settings, section);
        if (settings.Judge is null)
        {
            CheckParser(settings, section);
        }

        if (settings.PassScore > settings.Scale.Scores.Max)
        {
            section.Error(
                "pass_score",
                $"must be at most {ScoreScale.Text(settings.Scale.Scores.Max)}, the best score of this judge"
            );
        }
    }

    private static void CheckQuestion(LlmJudgeSettings settings, SectionValidation section)
    {
        switch (settings)
        {
            case { Judge: null, Prompt: null }:
                section.Error(
                    "",
                    "says not what to judge; write `judge:`, for example `judge: goal_completion`, or a `prompt:` of your own"
                );
                break;
            case { Judge: not null, Prompt: not null }:
                section.Error("prompt", "cannot stand beside `judge`; give one, or tell the judge more by `criteria`");
                break;
            case { Judge: null, Criteria: not null }:
                section.Error("criteria", "is for built-in judges; write it into the `prompt`");
                break;
        }

        if (settings is { Judge: not null, Parser: not null })
        {
            section.Error("parser", "is for a `prompt`; built-in judges have a form of their own");
        }

        if (settings is { Judge: not null, MaxScore: not null })
        {
            section.Error("max_score", "is for a `prompt`; built-in judges have a scale of their own");
        }

        if (settings.Against is not null && settings.Judge != BuiltInJudge.Pairwise)
        {
            section.Error("against", "is for `judge: pairwise`");
        }
    }

    private static void CheckParser(LlmJudgeSettings settings, SectionValidation section)
    {
        if (settings is { Parser: ScoreParser.FirstNumber1To10, MaxScore: not (null or 10) })
        {
            section.Error(
                "max_score",
                "must be 10 with `first_number_1_10`; use `first_float` or `json_score` for another"
            );
        }
        else if (settings is { Parser: ScoreParser.PassFail, MaxScore: not (null or 1) })
        {
            section.Error("max_score", "has no meaning with `pass_fail`");
        }
    }
}
