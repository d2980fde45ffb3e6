using System.Text.Json;
using Baton.Configuration;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text contains a keyword.</summary>
internal sealed record ContainsCheck : TextCheck, IValidatedSection
{
    /// <summary>A text or a list of texts. Default: the input's <c>expected</c>, a text or a list of texts.</summary>
    public TextOrTexts? Keywords { get; init; }

    /// <summary>Whether one of the keywords is enough, <c>any</c>, or <c>all</c> must be there. Default <c>any</c>.</summary>
    public MatchMode Match { get; init; } = MatchMode.Any;

    /// <summary>Whether capitals count. Default false.</summary>
    public bool CaseSensitive { get; init; }

    internal override string Word => "contains";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Keywords is { Texts.Count: 0 })
        {
            section.Error("keywords", "is empty; list what the text must contain");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace)
    {
        IReadOnlyList<string> wanted = Keywords?.Texts ?? Expected(trace);
        if (wanted.Count == 0)
        {
            return CheckResult.Skip("the input has no `expected` text");
        }

        StringComparison comparison = CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string[] missing = [.. wanted.Where(keyword => !text.Contains(keyword, comparison))];
        bool holds = Match == MatchMode.All ? missing.Length == 0 : missing.Length < wanted.Count;
        return holds ? CheckResult.Pass
            : wanted.Count == 1 || Match == MatchMode.All
                ? CheckResult.Fail($"it does not contain {Shown.List(missing)}")
            : CheckResult.Fail($"it contains none of {Shown.List(missing)}");
    }

    private static IReadOnlyList<string> Expected(TraceView trace) =>
        trace.Expected switch
        {
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            { ValueKind: JsonValueKind.Array } list =>
            [
                .. list.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.String)
                    .Select(item => item.GetString()!),
            ],
            { ValueKind: JsonValueKind.Number } number => [number.GetRawText()],
            _ => [],
        };
}
