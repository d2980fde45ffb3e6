using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>What a server wants back with a thought, beyond a bare signature; kept as JSON, so that no server gets another's.</summary>
internal static class KeptThought
{
    /// <summary>The text to keep.</summary>
    /// <param name="properties">Names and values; those without a value are left out.</param>
    public static string Write(params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach ((string name, string? value) in properties)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What was kept, when it is more than a signature; <see langword="null"/> otherwise.</summary>
    public static JsonElement? Read(TextReasoningContent thought)
    {
        if (thought.ProtectedData is not ['{', ..] kept)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(kept);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
