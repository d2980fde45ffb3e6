using System.Text;
using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Streaming.Presets;

/// <summary>A message of LangChain in any of the forms in which it is written, whole or a piece.</summary>
/// <param name="Fields">The message's own fields.</param>
/// <param name="Type"><c>ai</c>, <c>tool</c>, <c>human</c> …, in lower case.</param>
internal readonly record struct GraphMessage(JsonElement Fields, string Type)
{
    /// <summary>Whether the agent's model says it.</summary>
    public bool IsAgent => Type.StartsWith("ai", StringComparison.Ordinal) || Type == "assistant";

    /// <summary>What its pieces have in common, or <see langword="null"/>.</summary>
    public string? Id => Fields.Text("id"u8);

    /// <summary>The call a tool's message answers, or <see langword="null"/>.</summary>
    public string? CallId => Fields.Text("tool_call_id"u8);

    /// <summary>Whether tool calls come as pieces of JSON.</summary>
    public bool HasCallPieces => Fields.Items("tool_call_chunks"u8).MoveNext();

    /// <summary>Whether the model has said why it stopped.</summary>
    public bool IsOver =>
        Fields.HasObject("response_metadata"u8, out JsonElement response)
        && (response.Has("finish_reason"u8, out _) || response.Has("stop_reason"u8, out _));

    /// <summary>The text, or <see langword="null"/>.</summary>
    public string? Text => Fields.Text("content"u8) ?? Parts("text"u8, "text", "output_text");

    /// <summary>The reasoning, or <see langword="null"/>.</summary>
    public string? Reasoning =>
        Parts("reasoning"u8, "reasoning", "reasoning")
        ?? Parts("thinking"u8, "thinking", "thinking")
        ?? (
            Fields.HasObject("additional_kwargs"u8, out JsonElement additional)
                ? additional.Text("reasoning_content"u8)
                : null
        );

    /// <summary>The account, or <see langword="null"/>.</summary>
    public Usage? Usage => Fields.HasObject("usage_metadata"u8, out JsonElement usage) ? TokenCounts.Read(usage) : null;

    /// <summary>The model, or <see langword="null"/>.</summary>
    public string? Model =>
        Fields.HasObject("response_metadata"u8, out JsonElement response)
            ? response.Text("model_name"u8) ?? response.Text("model"u8)
            : null;

    /// <summary>Reads a message: plain, or in the serialised form that wraps its fields in <c>kwargs</c>.</summary>
    public static GraphMessage Of(JsonElement written)
    {
        if (written.HasObject("kwargs"u8, out JsonElement fields) && written.Has("lc"u8, out _))
        {
            string type = "";
            foreach (JsonElement word in written.Items("id"u8))
            {
                type = word.ValueKind == JsonValueKind.String ? word.GetString() ?? "" : "";
            }

            return new GraphMessage(fields, Lower(type));
        }

        return new GraphMessage(written, Lower(written.Text("type"u8) ?? written.Text("role"u8) ?? ""));
    }

    private static string Lower(string type) => type.ToLowerInvariant();

    private string? Parts(ReadOnlySpan<byte> field, string type, string otherType)
    {
        StringBuilder? joined = null;
        foreach (JsonElement part in Fields.Items("content"u8))
        {
            if (part.Text("type"u8) is { } named && (named == type || named == otherType))
            {
                joined ??= new StringBuilder();
                joined.Append(part.Text(field));
            }
        }

        return joined?.ToString();
    }
}
