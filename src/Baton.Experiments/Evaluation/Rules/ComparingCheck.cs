using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A check that compares a text with something: what the rule says, otherwise what the input expects.</summary>
internal abstract record ComparingCheck : TextCheck, IValidatedSection
{
    private readonly JsonElement? _value;

    /// <summary>What to compare with. Default: the input's <c>expected</c>.</summary>
    public JsonNode? Value
    {
        get;
        init
        {
            field = value;
            _value = value is null ? null : TraceView.ElementOf(value);
        }
    }

    /// <summary>Where in the trace stands what to compare with, for example <c>metadata.expected.city</c>.</summary>
    public DataPath? ExpectedPath { get; init; }

    /// <inheritdoc/>
    public virtual void Validate(SectionValidation section)
    {
        if (Value is not null && ExpectedPath is not null)
        {
            section.Error("expected_path", "cannot stand beside `value`; keep one");
        }
    }

    /// <inheritdoc/>
    protected sealed override CheckResult ApplyTo(string text, TraceView trace) =>
        ExpectedOf(trace) is { } expected && expected.ValueKind != JsonValueKind.Null
            ? Compare(text, expected)
            : CheckResult.Skip(
                ExpectedPath is null
                    ? "the input has no `expected`"
                    : $"there is nothing at `{ExpectedPath}` to compare with"
            );

    /// <summary>Compares a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="expected">What it is compared with.</param>
    protected abstract CheckResult Compare(string text, JsonElement expected);

    private JsonElement? ExpectedOf(TraceView trace) =>
        _value is not null ? _value
        : ExpectedPath is null ? trace.Expected
        : ExpectedPath.TryGet(trace.Document, out JsonElement found) ? found
        : null;
}
