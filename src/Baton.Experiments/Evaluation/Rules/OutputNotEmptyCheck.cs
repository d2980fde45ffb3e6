namespace Baton.Experiments.Evaluation.Rules;

/// <summary>There is an answer, and it is more than white space.</summary>
internal sealed record OutputNotEmptyCheck : TextCheck
{
    internal override string Word => "output_not_empty";

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace) =>
        string.IsNullOrWhiteSpace(text) ? CheckResult.Fail("the output is empty") : CheckResult.Pass;
}
