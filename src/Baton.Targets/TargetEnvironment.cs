using Baton.Targets.Python.Replay;

namespace Baton.Targets;

/// <summary>What a target needs to know about the place it is started from.</summary>
public sealed record TargetEnvironment
{
    /// <summary>The folder relative paths start from: the project folder, absolute.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>
    /// Environment variables as the user has them, <c>.env</c> files included. Child processes get these plus the
    /// section's own.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The most runs that will be in flight at once; pools are no larger. At least 1.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>The most calls to the target at once, or <see langword="null"/> for as many as there are runs.</summary>
    public int? CallLimit { get; init; }

    /// <summary>
    /// Where agents may send OpenTelemetry spans (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>), or <see langword="null"/> when
    /// nobody collects them. Targets hand it to what they start.
    /// </summary>
    public Uri? TelemetryEndpoint { get; init; }

    /// <summary>
    /// The recorded arguments a Python target is called with, or <see langword="null"/> to call it as ever.
    /// </summary>
    public ArgumentReplay? Replay { get; init; }

    /// <summary>Whether servers are reached directly, whatever proxy the environment names: what Baton started here itself.</summary>
    internal bool WithoutProxy { get; init; }

    /// <summary>The clock for time-outs and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Randomness for jitter.</summary>
    public Random Random { get; init; } = new(0);

    /// <summary>
    /// The surroundings of targets inside another one: what its section says of folder and variables counts for all of them.
    /// </summary>
    /// <param name="options">The section of the outer target.</param>
    internal TargetEnvironment Inside(RunnerOptions options)
    {
        Dictionary<string, string> variables = new(Variables, StringComparer.Ordinal);
        foreach ((string name, string value) in options.EnvironmentVars)
        {
            variables[name] = value;
        }

        return this with
        {
            ProjectDirectory = Path.GetFullPath(Path.Combine(ProjectDirectory, options.WorkingDirectory ?? "")),
            Variables = variables,
            MaxConcurrency = Math.Min(MaxConcurrency, CallLimit ?? int.MaxValue),
            CallLimit = null,
        };
    }
}
