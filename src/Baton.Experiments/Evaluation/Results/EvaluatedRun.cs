using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>One line of <c>per_trace.jsonl</c>: what was said of a trace.</summary>
public sealed record EvaluatedRun
{
    /// <summary>The trace's identifier.</summary>
    public required string TraceId { get; init; }

    /// <summary>The run's name, stable across resumes.</summary>
    public required string RunKey { get; init; }

    /// <summary>The input's identifier.</summary>
    public required string InputId { get; init; }

    /// <summary>Which repetition, from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>The persona's name, or <see langword="null"/>.</summary>
    public string? Persona { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Whether the trace passes; <see langword="null"/> when that could not be judged.</summary>
    public bool? Passed { get; init; }

    /// <summary>The aggregate score, 0 to 1; <see langword="null"/> when nothing was judged.</summary>
    public double? Score { get; init; }

    /// <summary>A score of each evaluator, in the order of the configuration.</summary>
    public required IReadOnlyList<EvaluatorScore> Scores { get; init; }
}

/// <summary>What one evaluator said of a trace.</summary>
/// <param name="Type">The evaluator's type: <c>rule_based</c>, <c>llm_judge</c>, <c>python</c> or <c>dotnet</c>.</param>
/// <param name="Score">The score.</param>
public sealed record EvaluatorScore(string Type, Score Score);
