using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>What tools are given and give back, as JSON and as text.</summary>
internal static class ToolValue
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>The value as JSON on one line.</summary>
    public static string ToLine(JsonElement json)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, OneLine))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The value as text: a text as it is, everything else as JSON.</summary>
    public static string ToText(object? value) =>
        ToJson(value) is { ValueKind: JsonValueKind.String } text ? text.ToString() : ToLine(ToJson(value));
}
