using Baton.Experiments.Evaluation.Results;

namespace Baton.Experiments.Evaluation;

/// <summary>A finished evaluation.</summary>
/// <param name="Folder">The folder of its files, absolute.</param>
/// <param name="Summary">What its <c>summary.json</c> holds.</param>
public sealed record EvaluationResult(string Folder, EvaluationSummary Summary)
{
    /// <summary>What went less well than it could, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
