using System.Text.Json.Serialization;

namespace Baton.Experiments.Results;

/// <summary>One line of <c>trace_summary.jsonl</c>, as read back.</summary>
public sealed record TraceSummary
{
    /// <summary>The trace's identifier.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Which repetition, from 0.</summary>
    public int Iteration { get; init; }

    /// <summary>The persona's name, or <see langword="null"/>.</summary>
    public string? Persona { get; init; }

    /// <summary>The first message.</summary>
    public string Input { get; init; } = "";

    /// <summary>The answer, or <see langword="null"/> when nothing came.</summary>
    public string? Output { get; init; }

    /// <summary>The wall time of the run in milliseconds.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Whether the agent answered every turn.</summary>
    public bool Success { get; init; }

    /// <summary>The input's identifier.</summary>
    public string InputId { get; init; } = "";

    /// <summary>The run's name, stable across resumes.</summary>
    public string RunKey { get; init; } = "";

    /// <summary><c>success</c>, <c>failed</c>, <c>limited</c> or <c>simulator_fault</c>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Why it did not succeed, or <see langword="null"/>.</summary>
    public TraceSummaryError? Error { get; init; }

    /// <summary>Turns the agent was asked to take.</summary>
    public int TurnCount { get; init; } = 1;

    /// <summary>The agent's tokens, or <see langword="null"/> when none were reported.</summary>
    public TraceSummaryTokens? Tokens { get; init; }

    /// <summary>The agent's cost in US dollars, or <see langword="null"/>.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The supervisor's tokens, or <see langword="null"/>.</summary>
    public TraceSummaryTokens? SupervisorTokens { get; init; }

    /// <summary>The supervisor's cost in US dollars, or <see langword="null"/>.</summary>
    public decimal? SupervisorCost { get; init; }

    /// <summary>Milliseconds to the first piece of output, or <see langword="null"/>.</summary>
    public double? FirstOutputMs { get; init; }

    /// <summary>Whether the supervisor spoilt the run.</summary>
    [JsonIgnore]
    public bool IsSimulatorFault => Outcome == "simulator_fault";

    /// <summary>The line as it stands in the file.</summary>
    [JsonIgnore]
    public string Json { get; init; } = "";

    /// <summary>Where the line begins in the file.</summary>
    [JsonIgnore]
    internal long Offset { get; init; }
}

/// <summary>Why a run did not succeed.</summary>
/// <param name="Kind">The kind of error.</param>
/// <param name="Message">What went wrong.</param>
public sealed record TraceSummaryError(string Kind, string Message);

/// <summary>Tokens of one run; numbers nobody reported are <see langword="null"/>.</summary>
/// <param name="Input">Tokens read.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Total">All tokens.</param>
public sealed record TraceSummaryTokens(long? Input, long? Output, long? Total);
