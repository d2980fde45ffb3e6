namespace Baton.Experiments.Results;

/// <summary>What the folder of a new experiment is made from.</summary>
public sealed record NewExperiment
{
    /// <summary>The folder that experiment folders are made in; made itself where it is missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The experiment's name, or <see langword="null"/> to name the folder <c>exp_…</c>.</summary>
    public string? Name { get; init; }

    /// <summary>What the runs depend on.</summary>
    public required ExperimentIdentity Identity { get; init; }

    /// <summary>All runs of the plan.</summary>
    public required long TotalRuns { get; init; }

    /// <summary>The text of <c>config.yaml</c>, without secrets.</summary>
    public required string ConfigYaml { get; init; }
}
