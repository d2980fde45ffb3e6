using System.Globalization;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>The scores a judge may give, both ends included.</summary>
/// <param name="Min">The worst.</param>
/// <param name="Max">The best.</param>
internal sealed record ScoreScale(double Min, double Max)
{
    /// <summary>Whether a score is on the scale.</summary>
    public bool Holds(double score) => score >= Min && score <= Max;

    /// <summary>What is wrong with a score that is not on the scale, as the end of a sentence.</summary>
    public string Refuse(double score) => $"gives {Text(score)}, which is not between {Text(Min)} and {Text(Max)}";

    /// <summary>A score as people write it.</summary>
    public static string Text(double score) => score.ToString("0.###", CultureInfo.InvariantCulture);
}
