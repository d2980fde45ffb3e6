using Baton.Experiments.Planning;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>A run that ended, on its way to disk.</summary>
internal sealed record FinishedRun(PlannedRun Run, RunRecord Record, PlanPlace Place);
