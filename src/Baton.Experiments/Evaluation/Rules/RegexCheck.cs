namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A regular expression is found in the text.</summary>
internal sealed record RegexCheck : TextCheck
{
    /// <summary>
    /// The expression; <c>(?i)</c> in front ignores capitals, <c>^</c> and <c>$</c> hold it to the whole text. Looking may take a
    /// second; longer is an error score.
    /// </summary>
    public required Pattern Pattern { get; init; }

    internal override string Word => "regex";

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace) => Pattern.FindIn(text);
}
