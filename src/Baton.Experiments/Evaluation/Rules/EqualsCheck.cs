using System.Text.Json;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text is what is expected. Against a text, white space around both is dropped; against anything else, it is read as JSON.</summary>
internal sealed record EqualsCheck : ComparingCheck
{
    /// <summary>Whether capitals count. Default true.</summary>
    public bool CaseSensitive { get; init; } = true;

    internal override string Word => "equals";

    /// <inheritdoc/>
    protected override CheckResult Compare(string text, JsonElement expected)
    {
        bool isSame =
            expected.ValueKind == JsonValueKind.String
                ? string.Equals(
                    text.Trim(),
                    expected.GetString()!.Trim(),
                    CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase
                )
                : IsSameJson(text, expected);
        return isSame ? CheckResult.Pass : CheckResult.Fail($"{Shown.Text(text)} is not {Shown.Value(expected)}");
    }

    private static bool IsSameJson(string text, JsonElement expected)
    {
        try
        {
            return JsonElement.DeepEquals(JsonElement.Parse(text), expected);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
