using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Writes the body of a messages request.</summary>
internal static class AnthropicRequest
{
    // The protocol demands a bound; this one suits every model there is.
    private const int LongestAnswer = 4096;

    public static ReadOnlyMemory<byte> Write(
        string defaultModel,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        AnswerTool? answerTool,
        bool stream
    ) =>
        RequestBody.Write(writer =>
        {
            writer.WriteString("model"u8, options?.ModelId ?? defaultModel);
            writer.WriteNumber("max_tokens"u8, options?.MaxOutputTokens ?? LongestAnswer);
            AnthropicMessages.Write(writer, messages, Instructions(options));
            WriteSampling(writer, options);
            WriteTools(writer, options, answerTool);
            if (stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }
        });

    private static IEnumerable<string> Instructions(ChatOptions? options)
    {
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            yield return options.Instructions;
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: null })
        {
            yield return "Answer with one JSON object and nothing else.";
        }
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions? options)
    {
        if (options?.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (options?.TopP is { } topP)
        {
            writer.WriteNumber("top_p"u8, topP);
        }

        if (options?.TopK is { } topK)
        {
            writer.WriteNumber("top_k"u8, topK);
        }

        if (options?.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop_sequences"u8);
            foreach (string stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions? options, AnswerTool? answerTool)
    {
        AIFunctionDeclaration[] tools = [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>()];
        if (tools.Length == 0 && answerTool is null)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (AIFunctionDeclaration tool in tools)
        {
            WriteTool(writer, tool.Name, tool.Description, tool.JsonSchema);
        }

        if (answerTool is not null)
        {
            WriteTool(writer, answerTool.Name, answerTool.Description, answerTool.Schema);
        }

        writer.WriteEndArray();
        WriteChoice(writer, options!, answerTool, hasTools: tools.Length > 0);
    }

    private static void WriteTool(Utf8JsonWriter writer, string name, string? description, JsonElement schema)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        if (!string.IsNullOrEmpty(description))
        {
            writer.WriteString("description"u8, description);
        }

        writer.WritePropertyName("input_schema"u8);
        schema.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatOptions options, AnswerTool? answerTool, bool hasTools)
    {
        (string Type, string? Name) choice = (options.ToolMode, answerTool) switch
        {
            (RequiredChatToolMode { RequiredFunctionName: { } name }, _) when hasTools => ("tool", name),
            (RequiredChatToolMode, _) when hasTools => ("any", null),
            (NoneChatToolMode, null) => ("none", null),
            (_, null) => ("auto", null),
            // With tools of its own the model may call those first; either way it must not chat.
            (not NoneChatToolMode, _) when hasTools => ("any", null),
            _ => ("tool", answerTool.Name),
        };
        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, choice.Type);
        if (choice.Name is not null)
        {
            writer.WriteString("name"u8, choice.Name);
        }

        if (options.AllowMultipleToolCalls is { } many && choice.Type != "none")
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, !many);
        }

        writer.WriteEndObject();
    }
}
