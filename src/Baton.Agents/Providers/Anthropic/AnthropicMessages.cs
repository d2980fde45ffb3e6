using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Writes the turns of a messages request.</summary>
internal static class AnthropicMessages
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<AnthropicTurn> turns)
    {
        writer.WriteStartArray("messages"u8);
        foreach (AnthropicTurn turn in turns)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.IsAssistant ? "assistant"u8 : "user"u8);
            writer.WriteStartArray("content"u8);
            foreach (AIContent content in turn.Contents)
            {
                WriteContent(writer, content);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(writer, text.Text);
                break;
            case TextReasoningContent thought:
                WriteThought(writer, thought);
                break;
            case FunctionCallContent call:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, call.CallId);
                writer.WriteString("name"u8, call.Name);
                writer.WritePropertyName("input"u8);
                writer.WriteRawValue(ToolContents.ArgumentsJson(call));
                writer.WriteEndObject();
                break;
            case FunctionResultContent result:
                WriteResult(writer, result);
                break;
            case var image when ImageContents.IsImage(image):
                WriteImage(writer, image);
                break;
            default:
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteThought(Utf8JsonWriter writer, TextReasoningContent thought)
    {
        writer.WriteStartObject();
        if (KeptThought.Read(thought)?.FindText(AnthropicAnswer.RedactedThinking) is { } redacted)
        {
            writer.WriteString("type"u8, "redacted_thinking"u8);
            writer.WriteString("data"u8, redacted);
        }
        else
        {
            writer.WriteString("type"u8, "thinking"u8);
            writer.WriteString("thinking"u8, thought.Text);
            writer.WriteString("signature"u8, thought.ProtectedData);
        }

        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, result.CallId);
        if (ToolContents.ResultParts(result) is { } parts)
        {
            writer.WriteStartArray("content"u8);
            foreach (AIContent part in parts)
            {
                if (part is not TextContent { Text: var text } || !string.IsNullOrWhiteSpace(text))
                {
                    WriteContent(writer, part);
                }
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("content"u8, ToolContents.ResultText(result));
        }

        if (result.Exception is not null)
        {
            writer.WriteBoolean("is_error"u8, true);
        }

        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent image)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "image"u8);
        writer.WriteStartObject("source"u8);
        if (ImageContents.Bytes(image) is { } data)
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteString("media_type"u8, data.MediaType);
            writer.WriteBase64String("data"u8, data.Data.Span);
        }
        else
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteString("url"u8, ImageContents.Url(image));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
