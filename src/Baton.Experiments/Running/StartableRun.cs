using Baton.Experiments.Planning;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>A run of the plan that is to start.</summary>
/// <param name="Run">The run.</param>
/// <param name="Place">Where it belongs in the numbers.</param>
/// <param name="Attempts">How often it found nobody there before.</param>
internal sealed record StartableRun(PlannedRun Run, PlanPlace Place, int Attempts);

/// <summary>A run that found nobody there; it is made again or recorded once it is known whether that goes for everyone.</summary>
internal sealed record HeldRun(StartableRun Startable, RunRecord Record);
