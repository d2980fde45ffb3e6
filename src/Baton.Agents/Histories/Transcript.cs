using System.Text;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>A history as text that a model can read without taking part in it.</summary>
internal static class Transcript
{
    private const int MaxResultLength = 4000;

    public static string Of(ChatMessage? earlierSummary, IReadOnlyList<ChatMessage> messages)
    {
        StringBuilder text = new();
        if (earlierSummary is not null)
        {
            text.Append("Summary of what came before:\n").Append(HistorySummary.TextOf(earlierSummary)).Append("\n\n");
        }

        text.Append("Transcript:\n");
        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                Append(text, message.Role, content);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ChatRole role, AIContent content)
    {
        switch (content)
        {
            case TextContent { Text.Length: > 0 } said:
                text.Append(role.Value).Append(": ").Append(said.Text).Append('\n');
                break;
            case FunctionCallContent call:
                text.Append(role.Value)
                    .Append(" calls ")
                    .Append(call.Name)
                    .Append(' ')
                    .Append(ToolContents.ArgumentsJson(call))
                    .Append('\n');
                break;
            case FunctionResultContent result:
                text.Append("result: ").Append(Shortened(ToolContents.ResultText(result))).Append('\n');
                break;
            case DataContent data:
                text.Append(role.Value).Append(" attaches ").Append(data.MediaType).Append('\n');
                break;
            case UriContent uri:
                text.Append(role.Value).Append(" attaches ").Append(uri.Uri).Append('\n');
                break;
            default:
                break;
        }
    }

    private static string Shortened(string result) =>
        result.Length <= MaxResultLength
            ? result
            : $"{result.AsSpan(0, MaxResultLength)} […, {result.Length - MaxResultLength} characters more]";
}
