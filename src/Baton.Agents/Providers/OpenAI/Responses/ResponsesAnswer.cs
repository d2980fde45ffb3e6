using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>Reads a whole response, and the items it has in common with a streamed one.</summary>
internal static class ResponsesAnswer
{
    /// <summary>The name under which an encrypted thought is kept.</summary>
    public const string EncryptedContent = "encrypted_content";

    public static ChatResponse Read(JsonElement root, CallIds ids)
    {
        if (root.Find("output") is not { ValueKind: JsonValueKind.Array } output)
        {
            throw new ModelProtocolException("the answer has no `output`; does this server speak OpenAI's responses?");
        }

        List<AIContent> contents = [.. output.EnumerateArray().SelectMany(item => Contents(item, ids))];
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents) { MessageId = root.FindText("id") })
        {
            ResponseId = root.FindText("id"),
            ModelId = root.FindText("model"),
            CreatedAt = CreatedAt(root),
            FinishReason = FinishReason(root, contents.Exists(static content => content is FunctionCallContent)),
            Usage = root.Find("usage") is { } usage ? Usage(usage) : null,
        };
    }

    public static DateTimeOffset? CreatedAt(JsonElement root) =>
        root.FindNumber("created_at") is >= 0 and <= 253_402_300_799 and { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public static ChatFinishReason FinishReason(JsonElement response, bool hasCalls) =>
        (response.FindText("status"), response.Find("incomplete_details")?.FindText("reason")) switch
        {
            (_, "content_filter") => ChatFinishReason.ContentFilter,
            ("incomplete", _) => ChatFinishReason.Length,
            _ => hasCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        };

    public static UsageDetails Usage(JsonElement usage) =>
        new()
        {
            InputTokenCount = usage.FindNumber("input_tokens"),
            OutputTokenCount = usage.FindNumber("output_tokens"),
            TotalTokenCount = usage.FindNumber("total_tokens"),
            CachedInputTokenCount = usage.Find("input_tokens_details")?.FindNumber("cached_tokens"),
            ReasoningTokenCount = usage.Find("output_tokens_details")?.FindNumber("reasoning_tokens"),
        };

    /// <summary>What an output item says; nothing for an item of an unknown kind.</summary>
    public static IEnumerable<AIContent> Contents(JsonElement item, CallIds ids) =>
        item.FindText("type") switch
        {
            "message" => item.FindItems("content").Select(Part).OfType<AIContent>(),
            "function_call" =>
            [
                ToolContents.Call(
                    ids.Or(item.FindText("call_id")),
                    item.FindText("name") ?? string.Empty,
                    OpenAIAnswer.Arguments(item)
                ),
            ],
            "reasoning" => [new TextReasoningContent(ThoughtText(item)) { ProtectedData = Kept(item) }],
            _ => [],
        };

    /// <summary>What must go back with a thought, or nothing when the server keeps it to itself.</summary>
    public static string? Kept(JsonElement item) =>
        item.FindText(EncryptedContent) is { Length: > 0 } encrypted
            ? KeptThought.Write(("id", item.FindText("id")), (EncryptedContent, encrypted))
            : null;

    public static ErrorContent Refusal(string text) => new(text) { ErrorCode = "refusal" };

    private static AIContent? Part(JsonElement part) =>
        part.FindText("type") switch
        {
            "output_text" => new TextContent(part.FindText("text")),
            "refusal" => Refusal(part.FindText("refusal") ?? string.Empty),
            _ => null,
        };

    // Models of OpenAI tell a summary; open ones tell the thought itself.
    private static string ThoughtText(JsonElement item) =>
        string.Join(
            "\n\n",
            item.FindItems("summary")
                .Concat(item.FindItems("content"))
                .Select(static part => part.FindText("text"))
                .Where(static text => !string.IsNullOrEmpty(text))
        );
}
