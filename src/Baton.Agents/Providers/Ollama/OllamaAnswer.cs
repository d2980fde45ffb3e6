using System.Globalization;
using System.Text.Json;
using Baton.Agents.Providers.OpenAI;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Reads a whole answer, and the pieces it has in common with a streamed one.</summary>
internal static class OllamaAnswer
{
    public static ChatResponse Read(JsonElement root, CallIds ids)
    {
        if (root.Find("message") is not { ValueKind: JsonValueKind.Object } message)
        {
            throw new ModelProtocolException("the answer has no `message`; is this an Ollama server?");
        }

        List<AIContent> contents = [.. Texts(message), .. Calls(message, ids)];
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = root.FindText("model"),
            CreatedAt = CreatedAt(root),
            FinishReason = FinishReason(root, contents.Exists(static content => content is FunctionCallContent)),
            Usage = Usage(root),
        };
    }

    public static DateTimeOffset? CreatedAt(JsonElement root) =>
        DateTimeOffset.TryParse(
            root.FindText("created_at"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time
        )
            ? time
            : null;

    public static ChatFinishReason FinishReason(JsonElement root, bool hasCalls) =>
        root.FindText("done_reason") switch
        {
            "length" => ChatFinishReason.Length,
            _ => hasCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        };

    public static UsageDetails? Usage(JsonElement root)
    {
        long? input = root.FindNumber("prompt_eval_count");
        long? output = root.FindNumber("eval_count");
        return (input ?? output) is null
            ? null
            : new UsageDetails
            {
                InputTokenCount = input,
                OutputTokenCount = output,
                TotalTokenCount = input + output,
            };
    }

    /// <summary>The thought and the text of a message or of a piece of one.</summary>
    public static IEnumerable<AIContent> Texts(JsonElement message)
    {
        // Servers that imitate Ollama use OpenAI's imitators' word.
        string? thought = message.FindText("thinking") ?? message.FindText("reasoning_content");
        if (!string.IsNullOrEmpty(thought))
        {
            yield return new TextReasoningContent(thought);
        }

        if (message.FindText("content") is { Length: > 0 } text)
        {
            yield return new TextContent(text);
        }
    }

    public static IEnumerable<FunctionCallContent> Calls(JsonElement message, CallIds ids) =>
        message
            .FindItems("tool_calls")
            .Select(call =>
            {
                JsonElement? function = call.Find("function");
                return ToolContents.Call(
                    ids.Or(call.FindText("id")),
                    function?.FindText("name") ?? string.Empty,
                    OpenAIAnswer.Arguments(function)
                );
            });
}
