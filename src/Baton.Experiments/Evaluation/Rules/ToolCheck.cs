using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A check that looks at the tools the agent called, in all turns or in one.</summary>
internal abstract record ToolCheck : RuleCheck
{
    /// <summary>The turn looked at, from 1. Default: all.</summary>
    [Configuration.Range(1)]
    public int? Turn { get; init; }

    internal sealed override CheckResult Apply(TraceView trace) =>
        trace.IsWhole
            ? ApplyTo([.. trace.Trace.ToolCalls.Where(call => Turn is null || call.Turn == Turn)], trace)
            : CheckResult.Skip("the tool calls were not kept (`save_traces` was off)");

    /// <summary>Holds the calls against the rule.</summary>
    /// <param name="calls">The calls, in order.</param>
    /// <param name="trace">The trace they are from.</param>
    protected abstract CheckResult ApplyTo(IReadOnlyList<TraceToolCall> calls, TraceView trace);

    /// <summary>The names of the calls, as they stand in reasons.</summary>
    protected static string Called(IReadOnlyList<TraceToolCall> calls) =>
        calls.Count == 0
            ? "no tool was called"
            : $"called: {Shown.List(calls.Select(call => call.Name).Take(MostShown))}";

    private const int MostShown = 10;
}
