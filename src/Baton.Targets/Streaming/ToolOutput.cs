using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>What a tool gave back, as it is kept.</summary>
internal static class ToolOutput
{
    /// <summary>The result by itself; a string that holds a JSON object or list is kept as that.</summary>
    public static JsonElement? Of(JsonElement result)
    {
        switch (result.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            case JsonValueKind.String when JsonText.String(result).AsSpan().Trim() is ['{', .., '}'] or ['[', .., ']']:
                try
                {
                    using JsonDocument document = JsonDocument.Parse(
                        JsonText.String(result),
                        StreamInterpreter.Parsing
                    );
                    return document.RootElement.Clone();
                }
                catch (JsonException)
                {
                    return result.Clone();
                }

            default:
                return result.Clone();
        }
    }
}
