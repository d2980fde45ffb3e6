using System.ComponentModel;
using Baton.Experiments;
using Baton.Experiments.Running;

namespace Baton.Mcp.Experiments;

/// <summary>What <c>run_experiment</c> tells.</summary>
internal sealed record RunExperimentResult
{
    [Description(
        "How it ended: planned (with dry_run), completed, interrupted, budget_reached, target_down or write_failed"
    )]
    public required string Status { get; init; }

    [Description("Why it ended early; absent when every run is finished")]
    public string? Reason { get; init; }

    [Description("The experiment, as other tools take it: its folder from the root")]
    public string? Experiment { get; init; }

    [Description("The agent under test")]
    public required string Target { get; init; }

    [Description("All runs of the plan")]
    public required long Total { get; init; }

    [Description("Runs that are missing; `resume` makes them")]
    public required long Remaining { get; init; }

    [Description("Runs whose agent answered every turn")]
    public long Successful { get; init; }

    [Description("Runs that failed")]
    public long Failed { get; init; }

    [Description("Runs that a guard ended")]
    public long Limited { get; init; }

    [Description("Runs that the simulator spoilt; they count in no rate")]
    public long SimulatorFaults { get; init; }

    [Description("Successes among all but the spoilt runs, 0 to 1")]
    public double? SuccessRate { get; init; }

    [Description("Whether every run is finished, some succeeded, and `fail_under` is met; absent with dry_run")]
    public bool? Passed { get; init; }

    [Description("Its figures")]
    public ExperimentFigures? Figures { get; init; }

    [Description("Calls of the simulator's model at the most; absent when it calls none")]
    public long? EstimatedModelCalls { get; init; }

    [Description("What is odd but usable")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    [Description("What to call next")]
    public string? Next { get; init; }

    /// <summary>What is going to happen.</summary>
    public static RunExperimentResult OfPlan(PreparedExperiment experiment) =>
        new()
        {
            Status = "planned",
            Target = experiment.Plan.Target,
            Total = experiment.Plan.TotalRuns,
            Remaining = experiment.Plan.TotalRuns - experiment.Plan.AlreadyFinished,
            EstimatedModelCalls = experiment.Plan.EstimatedModelCalls,
            Warnings = [.. experiment.Warnings.Select(experiment.Redactor.Redact)],
            Next = "call run_experiment without dry_run",
        };

    /// <summary>What came of it.</summary>
    public static RunExperimentResult Of(ExperimentResult result, PreparedExperiment experiment, string id)
    {
        bool isWhole = result.Status == ExperimentStatus.Completed;
        return new RunExperimentResult
        {
            Status = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Status.ToString()),
            Reason = result.Reason is null ? null : experiment.Redactor.Redact(result.Reason),
            Experiment = id,
            Target = experiment.Plan.Target,
            Total = result.Total,
            Remaining = result.Remaining,
            Successful = result.Outcomes.Successful,
            Failed = result.Outcomes.Failed,
            Limited = result.Outcomes.Limited,
            SimulatorFaults = result.Outcomes.SimulatorFaults,
            SuccessRate = result.SuccessRate,
            Passed =
                isWhole
                && result.Outcomes.Successful > 0
                && (experiment.Settings.FailUnder is not { } least || (result.SuccessRate ?? 0) >= least),
            Figures = result.Summary is { } summary ? ExperimentFigures.Of(summary) : null,
            Warnings = [.. experiment.Warnings.Select(experiment.Redactor.Redact)],
            Next = isWhole
                ? result.Outcomes.Successful < result.Outcomes.Total
                    ? $"experiment_status with experiment `{id}` and outcome `unsuccessful` lists what did not succeed"
                    : null
                : $"run_experiment with resume `{id}` makes the {result.Remaining} runs that are missing",
        };
    }
}
