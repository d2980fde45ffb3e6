using System.Text.Json;
using Baton.Agents;

namespace Baton.Cli.Chat;

/// <summary>Tokens and cost as members of a JSON object.</summary>
internal static class UsageJson
{
    /// <summary>Writes <c>token_usage</c> and <c>cost</c>, without what nobody reported.</summary>
    public static void Write(Utf8JsonWriter writer, Usage usage)
    {
        writer.WriteStartObject("token_usage");
        WriteNumber("input", usage.InputTokens);
        WriteNumber("output", usage.OutputTokens);
        WriteNumber("total", usage.TotalTokens);
        writer.WriteEndObject();
        if (usage.Cost is { } cost)
        {
            writer.WriteNumber("cost", cost);
        }

        void WriteNumber(string name, long? number)
        {
            if (number is { } known)
            {
                writer.WriteNumber(name, known);
            }
        }
    }
}
