namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>A score that was read out of a judge's reply.</summary>
/// <param name="Score">The score, on the judge's scale.</param>
/// <param name="Reason">Why, in the judge's words, or <see langword="null"/>.</param>
internal sealed record GivenScore(double Score, string? Reason)
{
    /// <summary>What the judge quotes and observes, or <see langword="null"/> where its answer has no place for that.</summary>
    public string? Evidence { get; init; }
}
