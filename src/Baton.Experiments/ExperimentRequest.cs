using Baton.Experiments.Journal;
using Baton.Experiments.Replaying;
using Baton.Experiments.Settings;

namespace Baton.Experiments;

/// <summary>What is asked of an experiment, as a command line would ask it.</summary>
public sealed record ExperimentRequest
{
    /// <summary>The configuration file, or <see langword="null"/> for <c>configs/simulation.yaml</c>.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>What the configuration file holds, in place of what is on disk, or <see langword="null"/> to read it.</summary>
    public string? ConfigText { get; init; }

    /// <summary>The folder that projects stand in, or <see langword="null"/> for the usual ones.</summary>
    public string? Root { get; init; }

    /// <summary>The project below the root, or <see langword="null"/>.</summary>
    public string? Project { get; init; }

    /// <summary>Settings put over the file's and the environment's; the last one of a key wins.</summary>
    public IReadOnlyList<CommandLineSetting> Overrides { get; init; } = [];

    /// <summary>The file of inputs that wins over the configuration's, or <see langword="null"/>.</summary>
    public string? InputsPath { get; init; }

    /// <summary>
    /// Says whether a file, by its absolute path, may be read that only the inputs name, as those of other tools do; default every
    /// file may.
    /// </summary>
    public Func<string, bool> MayRead { get; init; } = static _ => true;

    /// <summary>The personas to use, or <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Personas { get; init; }

    /// <summary>The most inputs that take part, or <see langword="null"/> for all.</summary>
    public long? Limit { get; init; }

    /// <summary>The folder of an experiment to go on with, or <see langword="null"/> for a new one.</summary>
    public string? ResumeDirectory { get; init; }

    /// <summary>Goes on although the configuration or the inputs changed.</summary>
    public bool Force { get; init; }

    /// <summary>Finished runs to make again.</summary>
    public RetrySelection Retry { get; init; }

    /// <summary>The earlier experiment whose user turns are played, or <see langword="null"/> for inputs and supervisor as configured.</summary>
    public ReplaySettings? Replay { get; init; }

    /// <summary>The folder that relative paths of the request start from, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The process's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
