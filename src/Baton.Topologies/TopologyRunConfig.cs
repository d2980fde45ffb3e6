namespace Baton.Topologies;

/// <summary>Limits and ways of one execution. Immutable.</summary>
public sealed record TopologyRunConfig
{
    /// <summary>A word of the caller's own that ties the execution to other things. Default: none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>How long the execution may take, in seconds; time it lay paused or dead is not counted. Default 3600.</summary>
    public int TimeoutSeconds { get; init; } = 3600;

    /// <summary>Whether steps are written as they end, so that the execution can be resumed. Default: yes.</summary>
    public bool CheckpointEnabled { get; init; } = true;

    /// <summary>Whether a failed step is repeated. Default: yes.</summary>
    public bool RetryOnFailure { get; init; } = true;

    /// <summary>The most repetitions of one step; an agent's own number holds where it is smaller. Default 3; at least 0.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The least weight of what is logged: <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c>. Default <c>INFO</c>.</summary>
    public string LogLevel { get; init; } = "INFO";

    /// <summary>Whether activities are recorded when somebody listens. Default: yes.</summary>
    public bool TraceEnabled { get; init; } = true;

    /// <summary>Whether metrics are recorded when somebody listens. Default: yes.</summary>
    public bool MetricsEnabled { get; init; } = true;
}
