using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Reads a whole chat completion, and the pieces it has in common with a streamed one.</summary>
internal static class OpenAIAnswer
{
    public static ChatResponse Read(JsonElement root, CallIds ids)
    {
        JsonElement? choice = root.FindItems("choices").Cast<JsonElement?>().FirstOrDefault();
        if (choice?.Find("message") is not { } message)
        {
            throw new ModelProtocolException(
                "the answer has no `choices[0].message`; is this an OpenAI-compatible server?"
            );
        }

        ChatMessage answer = new(ChatRole.Assistant, [.. Contents(message, ids)]) { MessageId = root.FindText("id") };
        return new ChatResponse(answer)
        {
            ResponseId = root.FindText("id"),
            ModelId = root.FindText("model"),
            CreatedAt = CreatedAt(root),
            FinishReason = FinishReason(choice.Value.FindText("finish_reason")),
            Usage = root.Find("usage") is { } usage ? Usage(usage) : null,
        };
    }

    public static DateTimeOffset? CreatedAt(JsonElement root) =>
        root.FindNumber("created") is >= 0 and <= 253_402_300_799 and { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public static ChatFinishReason? FinishReason(string? word) =>
        word switch
        {
            null => null,
            "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
            _ => new ChatFinishReason(word),
        };

    public static UsageDetails Usage(JsonElement usage) =>
        new()
        {
            InputTokenCount = usage.FindNumber("prompt_tokens"),
            OutputTokenCount = usage.FindNumber("completion_tokens"),
            TotalTokenCount = usage.FindNumber("total_tokens"),
            CachedInputTokenCount = usage.Find("prompt_tokens_details")?.FindNumber("cached_tokens"),
            ReasoningTokenCount = usage.Find("completion_tokens_details")?.FindNumber("reasoning_tokens"),
        };

    /// <summary>The text, reasoning and refusal of a message or of a piece of one.</summary>
    public static IEnumerable<AIContent> Texts(JsonElement message)
    {
        string? reasoning = message.FindText("reasoning_content") ?? message.FindText("reasoning");
        if (!string.IsNullOrEmpty(reasoning))
        {
            yield return new TextReasoningContent(reasoning);
        }

        string? text =
            message.FindText("content")
            ?? string.Concat(message.FindItems("content").Select(static part => part.FindText("text")));
        if (!string.IsNullOrEmpty(text))
        {
            yield return new TextContent(text);
        }

        if (message.FindText("refusal") is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = "refusal" };
        }
    }

    /// <summary>The arguments of a call as text, whether they came as text or as an object.</summary>
    public static string Arguments(JsonElement? function) =>
        function?.Find("arguments") switch
        {
            null => string.Empty,
            { ValueKind: JsonValueKind.String } => function.Value.FindText("arguments")!,
            { } value => value.GetRawText(),
        };

    private static IEnumerable<AIContent> Contents(JsonElement message, CallIds ids)
    {
        foreach (AIContent content in Texts(message))
        {
            yield return content;
        }

        foreach (JsonElement call in message.FindItems("tool_calls"))
        {
            JsonElement? function = call.Find("function");
            yield return ToolContents.Call(
                ids.Or(call.FindText("id")),
                function?.FindText("name") ?? string.Empty,
                Arguments(function)
            );
        }
    }
}
