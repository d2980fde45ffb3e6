using System.Text.Json;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text contains a keyword.</summary>
internal sealed record ContainsCheck : TextCheck, IValidatedSection
{
    /// <summary>A text or a list of texts. Default: the input's <c>expected</c>, a text or a list of texts.</summary>
    public TextOrTexts? Keywords { get; init; }

    /// <summary>Where in the trace stand the keywords, for example <c>metadata.expected.outputs</c>.</summary>
    public DataPath? ExpectedPath { get; init; }

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

        if (Keywords is not null && ExpectedPath is not null)
        {
            section.Error("expected_path", "cannot stand beside `keywords`; keep one");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace)
    {
        IReadOnlyList<string> wanted = Keywords?.Texts ?? Expected(trace);
        if (wanted.Count == 0)
        {
            return CheckResult.Skip(
                ExpectedPath is null
                    ? "the input has no `expected` text"
                    : $"there is no text at `{ExpectedPath}` to look for"
            );
        }

        StringComparison comparison = CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string[] missing = [.. wanted.Where(keyword => !text.Contains(keyword, comparison))];
        bool holds = Match == MatchMode.All ? missing.Length == 0 : missing.Length < wanted.Count;
        return holds ? CheckResult.Pass
            : wanted.Count == 1 || Match == MatchMode.All
                ? CheckResult.Fail($"it does not contain {Shown.List(missing)}")
            : CheckResult.Fail($"it contains none of {Shown.List(missing)}");
    }

    private JsonElement? Wanted(TraceView trace) =>
        ExpectedPath is null ? trace.Expected
        : ExpectedPath.TryGet(trace.Document, out JsonElement found) ? found
        : null;

    private IReadOnlyList<string> Expected(TraceView trace) =>
        Wanted(trace) switch
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
