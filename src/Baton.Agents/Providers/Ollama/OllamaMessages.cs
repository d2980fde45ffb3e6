using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Writes the messages of a chat request.</summary>
internal static class OllamaMessages
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        Dictionary<string, string> tools = new(StringComparer.Ordinal);
        writer.WriteStartArray("messages"u8);
        if (!string.IsNullOrEmpty(instructions))
        {
            WriteOpen(writer, "system"u8, instructions);
            writer.WriteEndObject();
        }

        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                if (content is FunctionCallContent call)
                {
                    tools[call.CallId] = call.Name;
                }
                else if (content is FunctionResultContent result)
                {
                    WriteResult(writer, result, tools.GetValueOrDefault(result.CallId));
                }
            }

            WriteSaid(writer, message);
        }

        writer.WriteEndArray();
    }

    private static void WriteSaid(Utf8JsonWriter writer, ChatMessage message)
    {
        AIContent[] images = [.. message.Contents.Where(ImageContents.IsImage)];
        FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
        if (message.Text.Length == 0 && images.Length == 0 && calls.Length == 0)
        {
            return;
        }

        WriteOpen(
            writer,
            message.Role == ChatRole.Assistant ? "assistant"u8
                : Instructions.IsIn(message) ? "system"u8
                : "user"u8,
            message.Text
        );
        if (images.Length > 0)
        {
            writer.WriteStartArray("images"u8);
            foreach (AIContent image in images)
            {
                writer.WriteBase64StringValue(Bytes(image).Span);
            }

            writer.WriteEndArray();
        }

        if (calls.Length > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (FunctionCallContent call in calls)
            {
                WriteCall(writer, call);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteOpen(Utf8JsonWriter writer, ReadOnlySpan<byte> role, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteString("content"u8, text);
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.CallId);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("arguments"u8);
        writer.WriteRawValue(ToolContents.ArgumentsJson(call));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // Older servers know results by the tool's name, newer ones by the call's id too.
    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result, string? tool)
    {
        WriteOpen(writer, "tool"u8, ToolContents.ResultText(result));
        writer.WriteString("tool_call_id"u8, result.CallId);
        if (tool is not null)
        {
            writer.WriteString("tool_name"u8, tool);
        }

        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Bytes(AIContent image) =>
        ImageContents.Bytes(image)?.Data
        ?? throw new ModelException(
            ErrorKind.Protocol,
            $"Ollama takes an image itself and not its address; load {ImageContents.Url(image)} into a `DataContent`"
        );
}
