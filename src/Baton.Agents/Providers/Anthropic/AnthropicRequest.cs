using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Writes the body of a messages request.</summary>
internal static class AnthropicRequest
{
    // The protocol demands a bound. This one suits every model there is, and that one most tasks.
    private const int LongestOfAny = 4_096;
    private const int LongestByDefault = 16_384;

    public static ReadOnlyMemory<byte> Write(
        string defaultModel,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        AnswerTool? answerTool,
        bool stream
    ) =>
        RequestBody.Write(writer =>
        {
            string model = options?.ModelId ?? defaultModel;
            IReadOnlyList<AnthropicTurn> turns = AnthropicTurns.Of(messages);
            int? most = ModelCatalog.Default.Find(new ModelName(ModelName.Anthropic, model))?.MaxOutputTokens;
            int answer = options?.MaxOutputTokens ?? Math.Min(most ?? LongestOfAny, LongestByDefault);
            // A model that must call a tool may not think first.
            AnthropicThinking? thinking =
                options?.ToolMode is RequiredChatToolMode || !AnthropicTurns.AllowThinking(turns)
                    ? null
                    : AnthropicThinking.For(model, options?.Reasoning, answer, most);
            writer.WriteString("model"u8, model);
            writer.WriteNumber("max_tokens"u8, answer + (thinking?.Tokens ?? 0));
            WriteSystem(writer, messages, options, thinking is null ? null : answerTool);
            AnthropicMessages.Write(writer, turns);
            if (thinking is not null)
            {
                thinking.Write(writer);
            }
            else if (AnthropicThinking.TakesSampling(model))
            {
                WriteSampling(writer, options);
            }

            WriteStops(writer, options);
            WriteTools(writer, options, answerTool, mayForce: thinking is null);
            if (stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }
        });

    private static void WriteSystem(
        Utf8JsonWriter writer,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        AnswerTool? unforced
    )
    {
        string?[] parts =
        [
            options?.Instructions,
            options?.ResponseFormat is ChatResponseFormatJson { Schema: null }
                ? "Answer with one JSON object and nothing else."
                : null,
            unforced is null ? null : $"Give your answer by calling the tool `{unforced.Name}`.",
            .. messages.Where(Instructions.IsIn).Select(static message => message.Text),
        ];
        string system = string.Join("\n\n", parts.Where(static part => !string.IsNullOrWhiteSpace(part)));
        if (system.Length > 0)
        {
            writer.WriteString("system"u8, system);
        }
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions? options)
    {
        if (options?.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }
        // The newer models take only one of the two.
        else if (options?.TopP is { } topP)
        {
            writer.WriteNumber("top_p"u8, topP);
        }

        if (options?.TopK is { } topK)
        {
            writer.WriteNumber("top_k"u8, topK);
        }
    }

    private static void WriteStops(Utf8JsonWriter writer, ChatOptions? options)
    {
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

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions? options, AnswerTool? answerTool, bool mayForce)
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
        WriteChoice(writer, options!, mayForce ? answerTool : null, hasTools: tools.Length > 0);
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
