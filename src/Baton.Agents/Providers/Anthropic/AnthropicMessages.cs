using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Writes the system text and the messages of a messages request.</summary>
/// <remarks>Messages of one side in a row become one: results of parallel calls must come back together.</remarks>
internal static class AnthropicMessages
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, IEnumerable<string> instructions)
    {
        List<ChatMessage> said = [.. messages];
        string system = string.Join(
            "\n\n",
            [
                .. instructions,
                .. said.Where(static message => message.Role == ChatRole.System).Select(static m => m.Text),
            ]
        );
        if (system.Length > 0)
        {
            writer.WriteString("system"u8, system);
        }

        writer.WriteStartArray("messages"u8);
        ChatRole? open = null;
        foreach (ChatMessage message in said.Where(static message => message.Role != ChatRole.System))
        {
            ChatRole role = message.Role == ChatRole.Assistant ? ChatRole.Assistant : ChatRole.User;
            if (open != role)
            {
                Close(writer, open);
                writer.WriteStartObject();
                writer.WriteString("role"u8, role.Value);
                writer.WriteStartArray("content"u8);
                open = role;
            }

            foreach (AIContent content in message.Contents)
            {
                WriteContent(writer, content);
            }
        }

        Close(writer, open);
        writer.WriteEndArray();
    }

    private static void Close(Utf8JsonWriter writer, ChatRole? open)
    {
        if (open is not null)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            // The server refuses empty text, and a thought it did not sign.
            case TextContent { Text.Length: > 0 } text:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                writer.WriteEndObject();
                break;
            case TextReasoningContent { ProtectedData: { Length: > 0 } signature } thought:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, thought.Text);
                writer.WriteString("signature"u8, signature);
                writer.WriteEndObject();
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
                writer.WriteStartObject();
                writer.WriteString("type"u8, "tool_result"u8);
                writer.WriteString("tool_use_id"u8, result.CallId);
                writer.WriteString("content"u8, ToolContents.ResultText(result));
                if (result.Exception is not null)
                {
                    writer.WriteBoolean("is_error"u8, true);
                }

                writer.WriteEndObject();
                break;
            case var image when ImageContents.IsImage(image):
                WriteImage(writer, image);
                break;
            default:
                break;
        }
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent image)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "image"u8);
        writer.WriteStartObject("source"u8);
        if (image is DataContent data)
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
