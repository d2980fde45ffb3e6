using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>Arguments and results of tools as JSON, for events and records.</summary>
internal static class ToolJson
{
    /// <summary>The value as JSON; its type's name where it has no JSON of its own.</summary>
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
                catch (Exception)
                {
                    // Properties are the tool's own code and may throw whatever they like.
                    return JsonSerializer.SerializeToElement(
                        value.GetType().Name,
                        AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string))
                    );
                }
        }
    }

    /// <summary>The members of an object as arguments.</summary>
    /// <exception cref="ArgumentException">It is no object.</exception>
    public static Dictionary<string, object?> Arguments(JsonElement json)
    {
        Dictionary<string, object?> arguments = new(StringComparer.Ordinal);
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"The arguments `{json.GetRawText()}` are not a JSON object");
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            arguments[property.Name] = property.Value.Clone();
        }

        return arguments;
    }
}
