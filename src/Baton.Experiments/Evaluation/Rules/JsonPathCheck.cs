using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Something stands at a path of the text's JSON, and is what is expected.</summary>
internal sealed record JsonPathCheck : TextCheck, IValidatedSection
{
    private readonly JsonElement? _value;

    /// <summary>The path, for example <c>order.items[0].sku</c>; with <c>[*]</c> one of the values is enough.</summary>
    public required DataPath Path { get; init; }

    /// <summary>What must stand there. Default: anything.</summary>
    public JsonNode? Value
    {
        get;
        init
        {
            field = value;
            _value = value is null ? null : TraceView.ElementOf(value);
        }
    }

    /// <summary>Where in the trace stands what must stand there, for example <c>metadata.expected.sku</c>.</summary>
    public DataPath? ExpectedPath { get; init; }

    /// <summary>A regular expression found in what stands there.</summary>
    public Pattern? Pattern { get; init; }

    /// <summary>The least number that may stand there.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest number that may stand there.</summary>
    public double? Max { get; init; }

    /// <summary>Whether JSON in a code fence or between words counts too. Default true.</summary>
    public bool Extract { get; init; } = true;

    internal override string Word => "json_path";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Value is not null && ExpectedPath is not null)
        {
            section.Error("expected_path", "cannot stand beside `value`; keep one");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace)
    {
        JsonElement? expected = _value;
        if (ExpectedPath is not null)
        {
            if (!ExpectedPath.TryGet(trace.Document, out JsonElement found) || found.ValueKind == JsonValueKind.Null)
            {
                return CheckResult.Skip($"there is nothing at `{ExpectedPath}` to compare with");
            }

            expected = found;
        }

        if (!EmbeddedJson.TryRead(text, Extract, out JsonElement root))
        {
            return CheckResult.Fail($"{Shown.Text(text)} is no JSON");
        }

        CheckResult result = CheckResult.Fail($"there is nothing at `{Path}`");
        foreach (JsonElement value in Path.Select(root))
        {
            result = Check(value, expected);
            if (result.Status != ScoreStatus.Fail)
            {
                break;
            }
        }

        return result;
    }

    private CheckResult Check(JsonElement value, JsonElement? expected)
    {
        if (expected is { } wanted && !JsonElement.DeepEquals(value, wanted))
        {
            return CheckResult.Fail($"`{Path}` is {Shown.Value(value)}, and {Shown.Value(wanted)} is wanted");
        }

        if ((Min is not null || Max is not null) && !IsWithin(value))
        {
            return CheckResult.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"`{Path}` is {Shown.Value(value)}, and a number {Bounds} is wanted"
                )
            );
        }

        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return Pattern?.FindIn(text) ?? CheckResult.Pass;
    }

    private bool IsWithin(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && value.GetDouble() is var number
        && !(number < Min)
        && !(number > Max);

    private string Bounds =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Min is null ? "" : $"from {Min}")}{(Min is null || Max is null ? "" : " ")}{(Max is null ? "" : $"to {Max}")}"
        );
}
