using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>All that an experiment's folder holds of one run.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Evaluation">What was said of it, or <see langword="null"/> when it was not evaluated.</param>
/// <param name="Observations">What happened inside, oldest first; none with <c>save_traces: false</c>.</param>
public sealed record RecordedRun(RunTrace Trace, EvaluatedRun? Evaluation, IReadOnlyList<Observation> Observations);
