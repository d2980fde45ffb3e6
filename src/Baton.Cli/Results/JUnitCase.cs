using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;

namespace Baton.Cli.Results;

/// <summary>A run as build servers show it: a test.</summary>
internal sealed record JUnitCase
{
    /// <summary>The run's name, stable across resumes.</summary>
    public required string RunKey { get; init; }

    /// <summary>The persona's name, or <see langword="null"/>.</summary>
    public string? Persona { get; init; }

    /// <summary>The first message.</summary>
    public required string Input { get; init; }

    /// <summary>The answer, or <see langword="null"/>.</summary>
    public string? Output { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>What became of it.</summary>
    public required JUnitOutcome Outcome { get; init; }

    /// <summary>The kind of failure or error; a word.</summary>
    public string? Kind { get; init; }

    /// <summary>Why it did not pass.</summary>
    public string? Message { get; init; }

    /// <summary>A run that was not evaluated: it passes when the agent answered every turn.</summary>
    public static JUnitCase Of(TraceSummary summary) =>
        new()
        {
            RunKey = summary.RunKey,
            Persona = summary.Persona,
            Input = summary.Input,
            Output = summary.Output,
            DurationMs = summary.DurationMs ?? 0,
            Outcome =
                summary.IsSimulatorFault ? JUnitOutcome.Skipped
                : summary.Success ? JUnitOutcome.Passed
                : JUnitOutcome.Failed,
            Kind = summary.Error?.Kind ?? "failed",
            Message =
                summary.Error?.Message ?? (summary.IsSimulatorFault ? "the simulated user failed" : "the run failed"),
        };

    /// <summary>An evaluated run: it passes when the evaluators say so, and is an error where they could not.</summary>
    public static JUnitCase Of(JudgedTrace judged) =>
        new()
        {
            RunKey = judged.Run.RunKey,
            Persona = judged.Trace.Persona,
            Input = judged.Trace.Input,
            Output = judged.Trace.Output,
            DurationMs = judged.Trace.DurationMs,
            Outcome = judged.Verdict switch
            {
                TraceVerdict.Passed => JUnitOutcome.Passed,
                TraceVerdict.Failed => JUnitOutcome.Failed,
                TraceVerdict.NotJudged => JUnitOutcome.Error,
                TraceVerdict.SimulatorFault => JUnitOutcome.Skipped,
                _ => throw new ArgumentOutOfRangeException(nameof(judged), judged.Verdict, "not a verdict"),
            },
            Kind = judged.Verdict == TraceVerdict.NotJudged ? "not_judged" : "evaluation",
            Message = judged.Reason() ?? "no evaluator could judge the run",
        };
}

/// <summary>What became of a test.</summary>
internal enum JUnitOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It could not be judged.</summary>
    Error,

    /// <summary>It does not count.</summary>
    Skipped,
}
