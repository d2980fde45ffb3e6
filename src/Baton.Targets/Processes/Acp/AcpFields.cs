using System.Text;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes.Acp;

/// <summary>Reads the fields of ACP's messages, whatever an agent may have put there.</summary>
internal static class AcpFields
{
    /// <summary>A field that is text, or <see langword="null"/>.</summary>
    public static string? Text(JsonElement fields, string name) =>
        Value(fields, name) is { ValueKind: JsonValueKind.String } text ? JsonText.String(text) : null;

    /// <summary>A field that is there and not null.</summary>
    public static JsonElement? Value(JsonElement fields, string name) =>
        fields.ValueKind == JsonValueKind.Object
        && fields.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>The texts of a tool call's <c>content</c> joined, or <see langword="null"/> when it has none.</summary>
    public static string? ContentText(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        StringBuilder? joined = null;
        foreach (JsonElement part in list.EnumerateArray())
        {
            if (Value(part, "content") is { } block && Text(block, "text") is { } text)
            {
                joined ??= new StringBuilder();
                joined.Append(joined.Length > 0 ? "\n" : "").Append(text);
            }
        }

        return joined?.ToString();
    }
}
