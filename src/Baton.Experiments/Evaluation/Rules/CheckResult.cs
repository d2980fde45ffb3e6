using System.Runtime.InteropServices;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>What a check says of a trace.</summary>
/// <param name="Status">Whether the rule holds; skipped when it does not apply.</param>
/// <param name="Value">From 0 to 1; not used where there is no verdict.</param>
/// <param name="Reason">Why it is not a pass, or <see langword="null"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CheckResult(ScoreStatus Status, double Value, string? Reason)
{
    public static CheckResult Pass { get; } = new(ScoreStatus.Pass, 1, null);

    public static CheckResult Fail(string reason, double value = 0) => new(ScoreStatus.Fail, value, reason);

    /// <summary>The trace has nothing that the rule could be held against.</summary>
    public static CheckResult Skip(string reason) => new(ScoreStatus.Skipped, 0, reason);

    public static CheckResult Error(string reason) => new(ScoreStatus.Error, 0, reason);
}
