using System.Globalization;
using Baton.Configuration;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The agent was fast enough.</summary>
internal sealed record LatencyCheck : RuleCheck
{
    /// <summary>The milliseconds it must stay under.</summary>
    [Range(0)]
    public required double BudgetMs { get; init; }

    /// <summary>What is measured. Default <see cref="LatencyMeasure.Run"/>.</summary>
    public LatencyMeasure Of { get; init; } = LatencyMeasure.Run;

    internal override string Word => "latency_under";

    internal override CheckResult Apply(TraceView trace)
    {
        (double? measured, string what) = Of switch
        {
            LatencyMeasure.Run => (trace.Trace.DurationMs, "the run took"),
            LatencyMeasure.Turn => (SlowestTurn(trace.Trace), "the slowest turn took"),
            LatencyMeasure.FirstOutput => (trace.Trace.FirstOutputMs, "the first output took"),
            _ => throw new InvalidOperationException($"`{Of}` is no measure"),
        };
        return measured is not { } time ? CheckResult.Skip($"the trace does not tell how long {what}")
            : time < BudgetMs ? CheckResult.Pass
            : CheckResult.Fail(
                string.Create(CultureInfo.InvariantCulture, $"{what} {time:0.#} ms, and {BudgetMs:0.#} ms are allowed")
            );
    }

    private static double? SlowestTurn(RunTrace trace) =>
        trace.Conversation is { } conversation
            ? conversation.History.Where(TraceView.IsAnswer).Max(message => message.DurationMs)
            : trace.DurationMs;
}

/// <summary>What <c>latency_under</c> measures.</summary>
internal enum LatencyMeasure
{
    /// <summary>The whole run, the simulated user's time included.</summary>
    Run,

    /// <summary>The slowest answer of the conversation.</summary>
    Turn,

    /// <summary>The time to the first piece of output.</summary>
    FirstOutput,
}
