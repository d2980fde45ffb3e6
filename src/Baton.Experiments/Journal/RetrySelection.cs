using Baton.Agents;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Journal;

/// <summary>Which finished runs are thrown away and made again.</summary>
[Flags]
public enum RetrySelection
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Runs that the supervisor spoilt.</summary>
    Simulator = 1,

    /// <summary>Failed runs whose agent did not answer for itself: transport, time-out, protocol, exception, start.</summary>
    Errors = 2,

    /// <summary>Every run that failed or was ended by a guard; runs spoilt by the supervisor are not among them.</summary>
    Failed = 4,
}

internal static class RetrySelectionRules
{
    public static bool Selects(this RetrySelection selection, RunFacts facts) =>
        facts.Outcome switch
        {
            RunOutcome.Success => false,
            RunOutcome.SimulatorFault => selection.HasFlag(RetrySelection.Simulator),
            RunOutcome.Limited => selection.HasFlag(RetrySelection.Failed),
            RunOutcome.Failed => selection.HasFlag(RetrySelection.Failed)
                || (
                    selection.HasFlag(RetrySelection.Errors)
                    && facts.ErrorKind is not (ErrorKind.Agent or ErrorKind.NoOutput)
                ),
            _ => false,
        };
}
