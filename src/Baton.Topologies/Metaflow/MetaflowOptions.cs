namespace Baton.Topologies.Metaflow;

/// <summary>How flows are generated and run. Immutable.</summary>
public sealed record MetaflowOptions
{
    /// <summary>
    /// The image of pods and jobs; it must hold <c>baton</c> on its path and Python with metaflow. Default: Metaflow's own
    /// default. Not used with <see cref="MetaflowEnvironment.Local"/>.
    /// </summary>
    public string? Image { get; init; }

    /// <summary>The processors of each pod or job. Default 1; more than zero. Not used locally.</summary>
    public double Cpu { get; init; } = 1;

    /// <summary>The memory of each pod or job, in MB. Default 1024; at least 1. Not used locally.</summary>
    public int Memory { get; init; } = 1024;

    /// <summary>Kubernetes secrets whose keys become environment variables of the pods: keys of models, <c>BATON_DB</c>. Default: none.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The Python that runs flows. Default <c>python3</c>.</summary>
    public string Python { get; init; } = "python3";

    /// <summary>
    /// The command that the flow's steps call, with its arguments; becomes <c>BATON_COMMAND</c>. Default: what
    /// <c>BATON_COMMAND</c> says, otherwise <c>baton</c>. Pods and jobs have their own.
    /// </summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment variables for the flow beside those of this process. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder flows are run in; Metaflow keeps its own files there. Default: that of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The most tasks at once. Default 16, as Metaflow's own; at least 1.</summary>
    public int MaxWorkers { get; init; } = 16;
}
