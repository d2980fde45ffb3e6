using Baton.Configuration;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments.Settings;

/// <summary>A configuration with every source merged and checked. Immutable.</summary>
public sealed record LoadedConfiguration
{
    /// <summary>The settings.</summary>
    public required ExperimentSettings Settings { get; init; }

    /// <summary>What was written, all sources merged, each value with its place; defaults are not in it. Holds secrets.</summary>
    public required ConfigurationMapping Tree { get; init; }

    /// <summary>The configuration file, absolute.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>The folder relative paths start from, absolute: the parent of <c>configs/</c>.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>
    /// The process's environment variables, then those of the project's <c>.env</c>, then those of the root's; the first one
    /// that sets a variable wins.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Which recorded arguments the target is to be called with; the recording was not looked at yet.</summary>
    public required ReplayRequest Replay { get; init; }

    /// <summary>Takes secrets out of texts before they reach a file or the screen.</summary>
    public required SecretRedactor Redactor { get; init; }

    /// <summary>What is odd but usable, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// SHA-256, as lower-case hexadecimal, over the settings that decide what a run does; not over those that say how many
    /// at once, how long, where to, or what it is called, nor over the inputs (see <c>DatasetHash</c> and <c>PlanHash</c> of the plan).
    /// Values from the environment count by their variable's name.
    /// </summary>
    public required string ConfigHash { get; init; }

    /// <summary>SHA-256, as lower-case hexadecimal, over the <c>runner:</c> section.</summary>
    public required string TargetHash { get; init; }
}
