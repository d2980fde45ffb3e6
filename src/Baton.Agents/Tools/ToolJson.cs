using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>Arguments and results of tools as JSON, for events and records.</summary>
internal static class ToolJson
{
    /// <summary>The value as JSON; as text where it has no JSON of its own.</summary>
    public static JsonElement? Element(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonElement json:
                return json.ValueKind == JsonValueKind.Null ? null : json;
            default:
                try
                {
                    return JsonSerializer.SerializeToElement(
                        value,
                        AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())
                    );
                }
                catch (Exception error)
                    when (error is NotSupportedException or JsonException or InvalidOperationException)
                {
                    return JsonSerializer.SerializeToElement(
                        value.ToString() ?? string.Empty,
                        AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string))
                    );
                }
        }
    }

    /// <summary>The members of an object as arguments.</summary>
    public static Dictionary<string, object?> Arguments(JsonElement json)
    {
        Dictionary<string, object?> arguments = new(StringComparer.Ordinal);
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.EnumerateObject())
            {
                arguments[property.Name] = property.Value.Clone();
            }
        }

        return arguments;
    }
}
