using Baton.Experiments.Journal;
using Baton.Experiments.Planning;

namespace Baton.Experiments.Results;

/// <summary>How an experiment is gone on with.</summary>
public sealed record ResumeRequest
{
    /// <summary>The experiment's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What the runs depend on now.</summary>
    public required ExperimentIdentity Identity { get; init; }

    /// <summary>The plan now.</summary>
    public required IRunPlan Plan { get; init; }

    /// <summary>
    /// The configuration now, as YAML without secrets, to name the settings that changed; <see langword="null"/> where it is not known.
    /// </summary>
    public string? ConfigYaml { get; init; }

    /// <summary>Goes on although the configuration or the inputs changed. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>Finished runs to throw away and make again. Default none.</summary>
    public RetrySelection Retry { get; init; }
}
