using Baton.Configuration;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text contains none of the keywords.</summary>
internal sealed record NotContainsCheck : TextCheck, IValidatedSection
{
    /// <summary>A text or a list of texts.</summary>
    public required TextOrTexts Keywords { get; init; }

    /// <summary>Whether capitals count. Default false.</summary>
    public bool CaseSensitive { get; init; }

    internal override string Word => "not_contains";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Keywords.Texts.Count == 0)
        {
            section.Error("keywords", "is empty; list what the text must not contain");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace)
    {
        StringComparison comparison = CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string[] found = [.. Keywords.Texts.Where(keyword => text.Contains(keyword, comparison))];
        return found.Length == 0 ? CheckResult.Pass : CheckResult.Fail($"it contains {Shown.List(found)}");
    }
}
