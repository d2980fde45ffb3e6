using Baton.Configuration;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Tools were called in an order; the check's score is the share of the list that was.</summary>
internal sealed record ToolOrderCheck : ToolCheck, IValidatedSection
{
    /// <summary>The tools in the order wanted; one may stand several times.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Whether no other calls may stand before, between or after them. Default false.</summary>
    public bool Exact { get; init; }

    internal override string Word => "tool_order";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Tools.Count == 0)
        {
            section.Error("tools", "is empty; list the tools in their order");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(IReadOnlyList<TraceToolCall> calls, TraceView trace)
    {
        int found = 0;
        foreach (TraceToolCall call in calls)
        {
            if (found < Tools.Count && call.Name == Tools[found])
            {
                found++;
            }
        }

        bool holds = found == Tools.Count && (!Exact || calls.Count == Tools.Count);
        return holds ? CheckResult.Pass
            : found == Tools.Count ? CheckResult.Fail($"other tools were called too; {Called(calls)}")
            : CheckResult.Fail(
                $"{Shown.Text(Tools[found])} was not called {(found == 0 ? "" : $"after {Shown.Text(Tools[found - 1])}")}".TrimEnd()
                    + $"; {Called(calls)}",
                (double)found / Tools.Count
            );
    }
}
