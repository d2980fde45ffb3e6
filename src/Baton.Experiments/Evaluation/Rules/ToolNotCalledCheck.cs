using Baton.Experiments.Inputs;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Tools were not called.</summary>
internal sealed record ToolNotCalledCheck : ToolCheck
{
    /// <summary>A tool or a list of tools. Default: any tool at all.</summary>
    public TextOrTexts? Tools { get; init; }

    internal override string Word => "tool_not_called";

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(IReadOnlyList<TraceToolCall> calls, TraceView trace)
    {
        string[] called =
        [
            .. calls
                .Select(call => call.Name)
                .Where(name => Tools is null || Tools.Texts.Contains(name, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal),
        ];
        return called.Length == 0 ? CheckResult.Pass : CheckResult.Fail($"called: {Shown.List(called)}");
    }
}
