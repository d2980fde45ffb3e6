using System.Numerics;
using System.Text.Json.Nodes;
using Baton.Configuration.Reading;

namespace Baton.Configuration;

/// <summary>What was written, as JSON.</summary>
public static class ConfigurationJson
{
    private const int LongestExactNumber = 400;

    /// <summary>
    /// Converts a tree. Numbers keep every digit; <c>.inf</c> and <c>.nan</c>, which JSON has not, stay text.
    /// </summary>
    /// <param name="node">The tree.</param>
    /// <returns>The JSON of its values, or <see langword="null"/> for nothing.</returns>
    public static JsonNode? ToJson(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => ToObject(mapping),
            ConfigurationSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
            ConfigurationScalar scalar => ToValue(scalar),
            _ => null,
        };

    private static JsonObject ToObject(ConfigurationMapping mapping)
    {
        JsonObject result = [];
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            result[entry.Key] = ToJson(entry.Value);
        }

        return result;
    }

    private static JsonValue? ToValue(ConfigurationScalar scalar) =>
        scalar.Kind switch
        {
            ScalarKind.Null => null,
            ScalarKind.Boolean => JsonValue.Create(CoreSchema.IsTrue(scalar.Text)),
            ScalarKind.Integer when scalar.Text.Length <= LongestExactNumber => ToValue(
                CoreSchema.Integer(scalar.Text)
            ),
            ScalarKind.Number when scalar.Text.Length <= LongestExactNumber => ToNumber(scalar.Text),
            _ => JsonValue.Create(scalar.Text),
        };

    private static JsonValue ToValue(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue
            ? JsonValue.Create((long)number)
            : JsonNode.Parse(number.ToString())!.AsValue();

    private static JsonValue ToNumber(string text)
    {
        double number = CoreSchema.Number(text);
        return !double.IsFinite(number) ? JsonValue.Create(text)
            : decimal.TryParse(text, System.Globalization.NumberStyles.Float, provider: null, out decimal exact)
            && (double)exact == number
                ? JsonValue.Create(exact)
            : JsonValue.Create(number);
    }
}
