using System.Text.Json;
using Baton.Topologies.Capabilities.StructuredOutput;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Reads the JSON of an answer.</summary>
internal static class EmbeddedJson
{
    /// <summary>Reads it.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="extract">Whether it may stand in a fence or between words.</param>
    /// <param name="value">What was read.</param>
    /// <returns>Whether there is any.</returns>
    public static bool TryRead(string text, bool extract, out JsonElement value)
    {
        try
        {
            value = extract ? SchemaCheck.Find(text) : JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}
