using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Traces;

/// <summary>A finished run: its trace and what happened inside, in order.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Observations">The observations, oldest first.</param>
public sealed record RunRecord(RunTrace Trace, IReadOnlyList<Observation> Observations)
{
    /// <summary>Spans that the agent exports by itself and that are not among the observations yet, or <see langword="null"/>.</summary>
    internal AwaitedSpans? Awaited { get; init; }
}
