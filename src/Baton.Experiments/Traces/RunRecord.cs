namespace Baton.Experiments.Traces;

/// <summary>A finished run: its trace and what happened inside, in order.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Observations">The observations, oldest first.</param>
public sealed record RunRecord(RunTrace Trace, IReadOnlyList<Observation> Observations);
