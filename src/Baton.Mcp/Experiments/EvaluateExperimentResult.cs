using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;

namespace Baton.Mcp.Experiments;

/// <summary>What <c>evaluate_experiment</c> tells.</summary>
internal sealed record EvaluateExperimentResult
{
    [Description("The experiment, as other tools take it: its folder from the root")]
    public required string Experiment { get; init; }

    [Description("Whether runs could be judged and `fail_under` is met")]
    public required bool Passed { get; init; }

    [Description(
        "What the evaluation's summary.json holds: counts, rates with intervals, evaluators, personas, spending"
    )]
    public required EvaluationSummary Summary { get; init; }

    [Description("The first runs that do not pass")]
    public IReadOnlyList<FailedRun> Failures { get; init; } = [];

    [Description("The page for people, from the root")]
    public required string Page { get; init; }

    [Description("What is odd but usable")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    [Description("What to call next")]
    public string? Next { get; init; }
}

/// <summary>A run that does not pass.</summary>
internal sealed record FailedRun(
    [property: Description("The trace, as `get_trace` takes it")] string Trace,
    [property: Description("The run: input, persona and iteration")] string Run,
    [property: Description("The aggregate score, 0 to 1")] double? Score,
    [property: Description("What evaluators said that it did not pass")] IReadOnlyList<string> Reasons
)
{
    /// <summary>The run as it is told to clients.</summary>
    public static FailedRun Of(EvaluatedRun run, SecretRedactor redactor) =>
        new(
            run.TraceId,
            run.RunKey,
            run.Score,
            [
                .. run
                    .Scores.Where(score => score.Score.Status == ScoreStatus.Fail)
                    .Select(score => redactor.Redact($"{score.Score.Evaluator}: {score.Score.Reason}")),
            ]
        );
}
