using Baton.Agents;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Running;

/// <summary>How an experiment ended.</summary>
public sealed record ExperimentResult
{
    /// <summary>How it ended.</summary>
    public required ExperimentStatus Status { get; init; }

    /// <summary>Why it ended early, for people; <see langword="null"/> when every run is finished.</summary>
    public string? Reason { get; init; }

    /// <summary>The experiment's folder, absolute; <see langword="null"/> when none was made.</summary>
    public string? Folder { get; init; }

    /// <summary>All runs of the plan.</summary>
    public long Total { get; init; }

    /// <summary>Runs of the plan that are missing.</summary>
    public long Remaining { get; init; }

    /// <summary>The finished runs, those of earlier sittings included.</summary>
    public OutcomeCounts Outcomes { get; init; }

    /// <summary>Successes among all but the runs spoilt by the supervisor, 0 to 1; <see langword="null"/> without any.</summary>
    public double? SuccessRate => Outcomes.SuccessRate;

    /// <summary>What the preflight or the last probe found, or <see langword="null"/>.</summary>
    public AgentError? Error { get; init; }

    /// <summary>What <c>summary.json</c> holds; <see langword="null"/> when none could be made.</summary>
    public ExperimentSummary? Summary { get; init; }
}

/// <summary>How an experiment ended.</summary>
public enum ExperimentStatus
{
    /// <summary>Every run is finished.</summary>
    Completed,

    /// <summary>It was asked to stop.</summary>
    Interrupted,

    /// <summary>A budget is used up.</summary>
    BudgetReached,

    /// <summary>The target stopped answering for everyone.</summary>
    TargetDown,

    /// <summary>The target or the supervisor was not there to begin with; nothing was written.</summary>
    PreflightFailed,

    /// <summary>Results could not be written.</summary>
    WriteFailed,
}
