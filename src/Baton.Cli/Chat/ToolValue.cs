using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>What tools are given and give back, as JSON and as text.</summary>
internal static class ToolValue
{
    /// <summary>The value as JSON; as its text where it has no JSON of its own.</summary>
    public static JsonElement ToJson(object? value)
    {
        if (value is JsonElement json)
        {
            return json;
        }

        try
        {
            return JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException)
        {
            return JsonSerializer.SerializeToElement(value!.ToString(), AIJsonUtilities.DefaultOptions);
        }
    }

    /// <summary>The value as text: a text as it is, everything else as JSON.</summary>
    public static string ToText(object? value) =>
        ToJson(value) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : ToJson(value).GetRawText();
}
