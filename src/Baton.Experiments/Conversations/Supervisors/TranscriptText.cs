using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>A transcript as text for a supervisor's model.</summary>
/// <remarks>What a tool took or gave is shortened: a user sees little of it, and every token of it is paid for.</remarks>
internal static class TranscriptText
{
    private const int LongestToolText = 1_000;

    /// <summary>Everything said, oldest first, each side named.</summary>
    public static string Of(IReadOnlyList<ChatMessage> transcript)
    {
        StringBuilder text = new();
        foreach (ChatMessage message in transcript)
        {
            foreach (AIContent content in message.Contents)
            {
                string? line = content switch
                {
                    FunctionCallContent call => $"(the service uses {call.Name}: {Shorten(Arguments(call))})",
                    FunctionResultContent result => $"(it gets back: {Shorten($"{result.Result}")})",
                    TextContent { Text.Length: > 0 } said => $"{Side(message.Role)}: {said.Text}",
                    _ => null,
                };
                if (line is not null)
                {
                    text.Append(text.Length == 0 ? "" : "\n").Append(line);
                }
            }
        }

        return text.ToString();
    }

    private static string Side(ChatRole role) => role == ChatRole.User ? "YOU" : "SERVICE";

    private static string Arguments(FunctionCallContent call) =>
        JsonText
            .Object(writer =>
            {
                foreach ((string name, object? value) in call.Arguments ?? new Dictionary<string, object?>())
                {
                    writer.WritePropertyName(name);
                    if (value is JsonElement element)
                    {
                        element.WriteTo(writer);
                    }
                    else
                    {
                        writer.WriteStringValue(value?.ToString());
                    }
                }
            })
            .GetRawText();

    private static string Shorten(string text) =>
        text.Length <= LongestToolText ? text : string.Concat(text.AsSpan(0, LongestToolText), "…");
}
