using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Traces;

/// <summary>A finished run: its trace and what happened inside, in order.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Observations">The observations, oldest first.</param>
public sealed record RunRecord(RunTrace Trace, IReadOnlyList<Observation> Observations)
{
    /// <summary>Spans that the agent exports by itself and that are not among the observations yet, or <see langword="null"/>.</summary>
    internal AwaitedSpans? Awaited { get; init; }

    /// <summary>
    /// What the spans that the agent exported tell, or <see langword="null"/> when none came. Their lines are written among
    /// the observations.
    /// </summary>
    internal SpanStory? Spans { get; init; }
}
