using Baton.Experiments.Running;

namespace Baton.Cli.Tests.Progress;

/// <summary>States of an experiment.</summary>
internal static class Samples
{
    /// <summary>An experiment in which every finished run went well.</summary>
    public static ExperimentProgress Progress(long finished, long total, TimeSpan? remaining = null) =>
        new(
            total,
            finished,
            Succeeded: finished,
            Failed: 0,
            Limited: 0,
            SimulatorFaults: 0,
            InFlight: 0,
            Turns: finished,
            Elapsed: TimeSpan.FromSeconds(3),
            RunsPerSecond: null,
            remaining,
            LastError: null
        );
}
