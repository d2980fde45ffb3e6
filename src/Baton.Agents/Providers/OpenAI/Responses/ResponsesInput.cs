using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>Writes the conversation as the items of a responses request, in the order they were said.</summary>
internal static class ResponsesInput
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages)
    {
        writer.WriteStartArray("input"u8);
        foreach (ChatMessage message in messages)
        {
            foreach (FunctionResultContent result in message.Contents.OfType<FunctionResultContent>())
            {
                WriteResult(writer, result);
            }

            if (message.Role == ChatRole.Assistant)
            {
                WriteAssistant(writer, message);
            }
            else
            {
                WriteAsked(writer, message);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteAsked(Utf8JsonWriter writer, ChatMessage message)
    {
        AIContent[] parts = [.. message.Contents.Where(IsPart)];
        if (parts.Length == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, Instructions.IsIn(message) ? "system"u8 : "user"u8);
        writer.WritePropertyName("content"u8);
        WriteParts(writer, parts);
        writer.WriteEndObject();
    }

    // A thought is refused without the words or the call that followed it.
    private static void WriteAssistant(Utf8JsonWriter writer, ChatMessage message)
    {
        List<TextReasoningContent> thoughts = [];
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextReasoningContent thought:
                    thoughts.Add(thought);
                    break;
                case TextContent { Text.Length: > 0 } text:
                    WriteThoughts(writer, thoughts);
                    WriteSaid(writer, text.Text);
                    break;
                case FunctionCallContent call:
                    WriteThoughts(writer, thoughts);
                    WriteCall(writer, call);
                    break;
                default:
                    break;
            }
        }
    }

    private static void WriteThoughts(Utf8JsonWriter writer, List<TextReasoningContent> thoughts)
    {
        foreach (TextReasoningContent thought in thoughts)
        {
            if (
                KeptThought.Read(thought) is not { } kept
                || kept.FindText(ResponsesAnswer.EncryptedContent) is not { } encrypted
            )
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("type"u8, "reasoning"u8);
            writer.WriteString("id"u8, kept.FindText("id") ?? string.Empty);
            writer.WriteStartArray("summary"u8);
            if (thought.Text.Length > 0)
            {
                WriteText(writer, "summary_text"u8, thought.Text);
            }

            writer.WriteEndArray();
            writer.WriteString("encrypted_content"u8, encrypted);
            writer.WriteEndObject();
        }

        thoughts.Clear();
    }

    private static void WriteSaid(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("content"u8);
        WriteText(writer, "output_text"u8, text);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function_call"u8);
        writer.WriteString("call_id"u8, call.CallId);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, ToolContents.ArgumentsJson(call));
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function_call_output"u8);
        writer.WriteString("call_id"u8, result.CallId);
        writer.WritePropertyName("output"u8);
        if (ToolContents.ResultParts(result) is { } parts)
        {
            WriteParts(writer, parts.Where(IsPart));
        }
        else
        {
            writer.WriteStringValue(ToolContents.ResultText(result));
        }

        writer.WriteEndObject();
    }

    private static bool IsPart(AIContent content) =>
        content is TextContent { Text.Length: > 0 } || ImageContents.IsImage(content);

    private static void WriteParts(Utf8JsonWriter writer, IEnumerable<AIContent> parts)
    {
        writer.WriteStartArray();
        foreach (AIContent part in parts)
        {
            if (part is TextContent text)
            {
                WriteText(writer, "input_text"u8, text.Text);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "input_image"u8);
                writer.WriteString("image_url"u8, ImageContents.Url(part));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> type, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }
}
