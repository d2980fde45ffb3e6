using Baton.Cli.Results;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>A conversation for people to read.</summary>
internal static class HistoryText
{
    private const int LongestToolLine = 500;

    /// <summary>Writes every message, oldest first.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ChatMessage> messages, Redaction redaction)
    {
        Dictionary<string, string> tools = new(StringComparer.Ordinal);
        foreach (ChatMessage message in messages)
        {
            if (message.Text.Trim() is { Length: > 0 } text)
            {
                output.WriteLine($"{Speaker(message.Role)}: {TerminalText.Of(redaction.Redact(text))}");
            }

            foreach (AIContent content in message.Contents)
            {
                if (Describe(content, tools) is { } line)
                {
                    output.WriteLine(OneLine.Of(redaction.Redact(line), LongestToolLine));
                }
            }
        }
    }

    private static string Speaker(ChatRole role) =>
        role == ChatRole.User ? "You"
        : role == ChatRole.Assistant ? "Assistant"
        : role.Value;

    private static string? Describe(AIContent content, Dictionary<string, string> tools)
    {
        switch (content)
        {
            case FunctionCallContent call:
                tools[call.CallId] = call.Name;
                return $"[tool] {call.Name} {ToolValue.ToText(call.Arguments)}";
            case FunctionResultContent result:
                return $"[tool] {tools.GetValueOrDefault(result.CallId)}: {ToolValue.ToText(result.Result)}";
            default:
                return null;
        }
    }
}
