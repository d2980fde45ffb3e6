using System.Runtime.InteropServices;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results.Statistics;

/// <summary>How many runs ended in which way.</summary>
/// <param name="Successful">Runs whose agent answered every turn.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Limited">Runs ended by a guard.</param>
/// <param name="SimulatorFaults">Runs spoilt by the supervisor.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OutcomeCounts(long Successful, long Failed, long Limited, long SimulatorFaults)
{
    /// <summary>All runs.</summary>
    public long Total => Successful + Failed + Limited + SimulatorFaults;

    /// <summary>The runs that rates are taken of: all but those the supervisor spoilt.</summary>
    public long Rated => Successful + Failed + Limited;

    /// <summary>Successes among <see cref="Rated"/> runs, or <see langword="null"/> when there are none.</summary>
    public double? SuccessRate => Rated == 0 ? null : (double)Successful / Rated;

    /// <summary>These counts and one run more.</summary>
    public OutcomeCounts With(RunOutcome outcome) =>
        outcome switch
        {
            RunOutcome.Success => this with { Successful = Successful + 1 },
            RunOutcome.Failed => this with { Failed = Failed + 1 },
            RunOutcome.Limited => this with { Limited = Limited + 1 },
            RunOutcome.SimulatorFault => this with { SimulatorFaults = SimulatorFaults + 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
        };
}
