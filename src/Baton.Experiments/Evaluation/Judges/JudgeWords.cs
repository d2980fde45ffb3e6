using System.Text.Json;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>Judges as files and settings name them.</summary>
internal static class JudgeWords
{
    /// <summary>The word of a built-in judge, for example <c>goal_completion</c>.</summary>
    public static string Of(BuiltInJudge judge) => JsonNamingPolicy.SnakeCaseLower.ConvertName(judge.ToString());
}
