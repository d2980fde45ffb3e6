using System.Text.Json.Nodes;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation;

/// <summary>What one evaluator says of one trace.</summary>
public sealed record Score
{
    /// <summary>The evaluator's name.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Whether there is a verdict.</summary>
    public required ScoreStatus Status { get; init; }

    /// <summary>From 0 (bad) to 1 (good); <see langword="null"/> with <see cref="ScoreStatus.Error"/> and <see cref="ScoreStatus.Skipped"/>.</summary>
    public double? Value { get; init; }

    /// <summary>Why, in a sentence or two a person can act on; <see langword="null"/> when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The parts of the verdict, such as single checks or a judge's samples, or <see langword="null"/>.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Tokens a judge spent, or <see langword="null"/>.</summary>
    public TraceTokens? Tokens { get; init; }

    /// <summary>What a judge cost in US dollars, or <see langword="null"/>.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Whether the verdict was taken from the cache.</summary>
    public bool IsCached { get; init; }
}

/// <summary>Whether an evaluator came to a verdict.</summary>
public enum ScoreStatus
{
    /// <summary>The trace passes.</summary>
    Pass,

    /// <summary>The trace does not pass.</summary>
    Fail,

    /// <summary>The evaluator could not judge; counted, and in no mean.</summary>
    Error,

    /// <summary>The evaluator was not asked: sampled out, or beyond a limit.</summary>
    Skipped,
}
