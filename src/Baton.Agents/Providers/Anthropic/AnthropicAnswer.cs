using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Reads a whole message, and what it has in common with a streamed one.</summary>
internal static class AnthropicAnswer
{
    /// <summary>The name under which a thought that nobody may read is kept.</summary>
    public const string RedactedThinking = "redacted_thinking";

    public static ChatResponse Read(JsonElement root, AnswerTool? answerTool, CallIds ids)
    {
        if (root.Find("content") is not { ValueKind: JsonValueKind.Array } blocks)
        {
            throw new ModelProtocolException("the answer has no `content`; is this an Anthropic-compatible server?");
        }

        List<AIContent> contents = [];
        foreach (JsonElement block in blocks.EnumerateArray())
        {
            if (Content(block, answerTool, ids) is { } content)
            {
                contents.Add(content);
            }
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents) { MessageId = root.FindText("id") })
        {
            ResponseId = root.FindText("id"),
            ModelId = root.FindText("model"),
            FinishReason = FinishReason(root.FindText("stop_reason"), contents),
            Usage = root.Find("usage") is { } usage ? Usage(usage) : null,
        };
    }

    /// <summary>A call of a tool, or the structured answer when it is the tool that stands for it.</summary>
    public static AIContent Call(string id, string name, string input, AnswerTool? answerTool) =>
        answerTool?.Is(name) == true ? new TextContent(input) : ToolContents.Call(id, name, input);

    public static ChatFinishReason? FinishReason(string? word, List<AIContent> contents) =>
        word switch
        {
            null => null,
            "end_turn" or "stop_sequence" or "pause_turn" => ChatFinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "refusal" => ChatFinishReason.ContentFilter,
            "tool_use" => contents.Exists(static content => content is FunctionCallContent)
                ? ChatFinishReason.ToolCalls
                : ChatFinishReason.Stop,
            _ => new ChatFinishReason(word),
        };

    /// <summary>Tokens; those of the cache are part of the input.</summary>
    public static UsageDetails Usage(JsonElement usage)
    {
        long? cached = usage.FindNumber("cache_read_input_tokens");
        long? input = usage.FindNumber("input_tokens");
        if (input is not null)
        {
            input += (cached ?? 0) + (usage.FindNumber("cache_creation_input_tokens") ?? 0);
        }

        long? output = usage.FindNumber("output_tokens");
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = cached,
        };
    }

    /// <summary>A thought that nobody but the server may read.</summary>
    public static TextReasoningContent Redacted(JsonElement block) =>
        new(null) { ProtectedData = KeptThought.Write((RedactedThinking, block.FindText("data"))) };

    private static AIContent? Content(JsonElement block, AnswerTool? answerTool, CallIds ids) =>
        block.FindText("type") switch
        {
            "text" => new TextContent(block.FindText("text")),
            "thinking" => new TextReasoningContent(block.FindText("thinking"))
            {
                ProtectedData = block.FindText("signature"),
            },
            RedactedThinking => Redacted(block),
            "tool_use" => Call(
                ids.Or(block.FindText("id")),
                block.FindText("name") ?? string.Empty,
                block.Find("input")?.GetRawText() ?? "{}",
                answerTool
            ),
            _ => null,
        };
}
