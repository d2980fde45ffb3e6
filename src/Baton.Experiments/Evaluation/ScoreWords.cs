namespace Baton.Experiments.Evaluation;

/// <summary>The words for <see cref="ScoreStatus"/> in files.</summary>
internal static class ScoreWords
{
    public static string Word(this ScoreStatus status) =>
        status switch
        {
            ScoreStatus.Pass => "pass",
            ScoreStatus.Fail => "fail",
            ScoreStatus.Error => "error",
            ScoreStatus.Skipped => "skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status"),
        };

    /// <summary>The status of a word, or <see langword="null"/>.</summary>
    public static ScoreStatus? Parse(string? word) =>
        word switch
        {
            "pass" => ScoreStatus.Pass,
            "fail" => ScoreStatus.Fail,
            "error" => ScoreStatus.Error,
            "skipped" => ScoreStatus.Skipped,
            _ => null,
        };
}
