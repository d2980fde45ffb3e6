using System.ComponentModel;
using Baton.Configuration;

namespace Baton.Mcp.Experiments;

/// <summary>What <c>evaluate_experiment</c> takes.</summary>
internal sealed record EvaluateExperimentArguments
{
    [Description(
        "The experiment: its folder from the root, the folder's name, or the name it was given. Default: the latest"
    )]
    public string? Experiment { get; init; }

    [Description(
        "The file with the evaluators, from the root; evaluators alone will do. Default: the project's configuration, else the one the experiment was run with"
    )]
    public string? Config { get; init; }

    [Description("The score from which on a run passes, 0 to 1. Default: the configuration's, else 0.7")]
    [Range(0, 1)]
    public double? Threshold { get; init; }

    [Description("The pass rate below which `passed` is false, 0 to 1. Default: the configuration's")]
    [Range(0, 1)]
    public double? FailUnder { get; init; }

    [Description("Look at the first so many runs only. Default: all")]
    [Range(1)]
    public long? Limit { get; init; }

    [Description("The most failed runs to tell. Default 10")]
    [Range(0, 200)]
    public int? MaxFailures { get; init; }
}
