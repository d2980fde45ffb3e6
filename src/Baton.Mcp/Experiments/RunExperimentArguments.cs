using System.ComponentModel;
using Baton.Configuration;

namespace Baton.Mcp.Experiments;

/// <summary>What <c>run_experiment</c> takes.</summary>
internal sealed record RunExperimentArguments
{
    [Description("The configuration file, from the root. Default configs/simulation.yaml")]
    public string? Config { get; init; }

    [Description("The file of inputs, from the root. Default: the one the configuration names")]
    public string? Inputs { get; init; }

    [Description("What the experiment is called; its folder begins with it. Default: the configuration's name")]
    public string? Name { get; init; }

    [Description("How often each input runs. Default: the configuration's")]
    [Range(1, 1000)]
    public int? Iterations { get; init; }

    [Description("Runs in flight at once. Default: the configuration's")]
    [Range(1, 4096)]
    public int? Parallel { get; init; }

    [Description("The personas to use, by name. Default: all")]
    public IReadOnlyList<string>? Personas { get; init; }

    [Description("Use the first so many inputs only. Default: all")]
    [Range(1)]
    public long? Limit { get; init; }

    [Description("Seed of everything random. Default: the configuration's")]
    public int? Seed { get; init; }

    [Description("Whether conversations of many turns are held. Default: the configuration's")]
    public bool? MultiTurn { get; init; }

    [Description("The most turns of a conversation. Default: the configuration's")]
    [Range(1, 1000)]
    public int? MaxTurns { get; init; }

    [Description("The success rate below which `passed` is false, 0 to 1. Default: the configuration's")]
    [Range(0, 1)]
    public double? FailUnder { get; init; }

    [Description(
        "An experiment to go on with: its folder from the root, or the folder's name; runs exactly what is missing"
    )]
    public string? Resume { get; init; }

    [Description("With `resume`: go on although the configuration or the inputs changed. Default false")]
    public bool Force { get; init; }

    [Description("With `resume`: finished runs to throw away and make again. Default: none")]
    public IReadOnlyList<RetriedRuns>? Retry { get; init; }

    [Description(
        "Stop in order after so many seconds; `resume` goes on. For clients that do not wait long. Default: no bound"
    )]
    [Range(1, 86_400)]
    public double? MaxSeconds { get; init; }

    [Description("Only tell the plan; nothing is started or written. Default false")]
    public bool DryRun { get; init; }
}

/// <summary>Finished runs to make again.</summary>
internal enum RetriedRuns
{
    /// <summary>Those that the simulator spoilt.</summary>
    Simulator,

    /// <summary>Those that failed on the way.</summary>
    Errors,

    /// <summary>Every failed or limited one.</summary>
    Failed,
}
