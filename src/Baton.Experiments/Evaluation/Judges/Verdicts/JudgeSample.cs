using System.Text.Json.Nodes;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>What came of asking a judge once.</summary>
internal sealed record JudgeSample
{
    /// <summary>The score on the judge's scale, or <see langword="null"/> when there is none.</summary>
    public double? Score { get; init; }

    /// <summary>Why, in the judge's words, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Why there is no score, as a sentence, or <see langword="null"/> when there is one.</summary>
    public string? Error { get; init; }

    /// <summary>The error's kind, one of <c>ErrorKind</c>'s words, or <see langword="null"/>.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>Whether there is no score because no call was left.</summary>
    public bool IsBeyondLimit { get; init; }

    /// <summary>Whether nothing had to be asked.</summary>
    public bool IsCached { get; init; }

    /// <summary>What was spent.</summary>
    public ModelSpending Spent { get; init; } = ModelSpending.None;

    /// <summary>What else is to be told about it.</summary>
    public JsonObject Details { get; init; } = [];
}
