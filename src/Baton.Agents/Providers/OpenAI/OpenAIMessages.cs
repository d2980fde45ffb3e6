using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Writes the messages of a chat completions request.</summary>
internal static class OpenAIMessages
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, string? instructions)
    {
        writer.WriteStartArray("messages"u8);
        if (!string.IsNullOrEmpty(instructions))
        {
            WriteText(writer, "system", instructions);
        }

        foreach (ChatMessage message in messages)
        {
            WriteMessage(writer, message);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        foreach (FunctionResultContent result in message.Contents.OfType<FunctionResultContent>())
        {
            WriteResult(writer, result);
        }

        if (message.Role == ChatRole.Assistant)
        {
            // A thought alone, or nothing at all, is no message to this server.
            if (message.Text.Length > 0 || message.Contents.OfType<FunctionCallContent>().Any())
            {
                WriteAssistant(writer, message);
            }
        }
        else if (message.Contents.Any(ImageContents.IsImage))
        {
            WriteParts(writer, message);
        }
        else if (message.Text.Length > 0 || message.Contents.Count == 0)
        {
            WriteText(writer, Instructions.IsIn(message) ? "system" : "user", message.Text);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string role, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteString("content"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteString("tool_call_id"u8, result.CallId);
        writer.WriteString("content"u8, ToolContents.ResultText(result));
        writer.WriteEndObject();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ChatMessage message)
    {
        FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
        writer.WriteStartObject();
        writer.WriteString("role"u8, "assistant"u8);
        if (calls.Length > 0 && message.Text.Length == 0)
        {
            writer.WriteNull("content"u8);
        }
        else
        {
            writer.WriteString("content"u8, message.Text);
        }

        if (calls.Length > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (FunctionCallContent call in calls)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, call.CallId);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, call.Name);
                writer.WriteString("arguments"u8, ToolContents.ArgumentsJson(call));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "user"u8);
        writer.WriteStartArray("content"u8);
        foreach (AIContent content in message.Contents)
        {
            if (content is TextContent { Text.Length: > 0 } text)
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                writer.WriteEndObject();
            }
            else if (ImageContents.IsImage(content))
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "image_url"u8);
                writer.WriteStartObject("image_url"u8);
                writer.WriteString("url"u8, ImageContents.Url(content));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
