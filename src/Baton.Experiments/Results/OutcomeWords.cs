using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>The words files use for <see cref="RunOutcome"/>.</summary>
internal static class OutcomeWords
{
    public static string Word(this RunOutcome outcome) =>
        outcome switch
        {
            RunOutcome.Success => "success",
            RunOutcome.Failed => "failed",
            RunOutcome.Limited => "limited",
            RunOutcome.SimulatorFault => "simulator_fault",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
        };

    public static RunOutcome? Parse(string? word) =>
        word switch
        {
            "success" => RunOutcome.Success,
            "failed" => RunOutcome.Failed,
            "limited" => RunOutcome.Limited,
            "simulator_fault" => RunOutcome.SimulatorFault,
            _ => null,
        };

    public static RunOutcome? Parse(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("success"u8) ? RunOutcome.Success
        : word.SequenceEqual("failed"u8) ? RunOutcome.Failed
        : word.SequenceEqual("limited"u8) ? RunOutcome.Limited
        : word.SequenceEqual("simulator_fault"u8) ? RunOutcome.SimulatorFault
        : null;
}
