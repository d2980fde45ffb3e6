using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The agent answered every turn: it did not fail, and no guard ended the run.</summary>
internal sealed record SuccessCheck : RuleCheck
{
    internal override string Word => "success";

    internal override CheckResult Apply(TraceView trace) =>
        trace.Trace switch
        {
            { Success: true } => CheckResult.Pass,
            { Error: { } error } => CheckResult.Fail($"{error.Kind}: {Shown.Text(error.Message)}"),
            { Outcome: RunOutcome.Limited } => CheckResult.Fail("a guard ended the run"),
            _ => CheckResult.Fail("the run failed"),
        };
}
