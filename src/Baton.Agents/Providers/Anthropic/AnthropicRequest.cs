using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Writes the body of a messages request.</summary>
internal static class AnthropicRequest
{
    public static ReadOnlyMemory<byte> Write(
        AnthropicForm form,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        bool stream
    ) =>
        RequestBody.Write(writer =>
        {
            writer.WriteString("model"u8, form.Model);
            writer.WriteNumber("max_tokens"u8, form.MaxTokens);
            WriteSystem(writer, messages, options, form.MayForce ? null : form.AnswerTool);
            AnthropicMessages.Write(writer, form.Turns);
            WriteThinking(writer, form);
            if (form.TakesSampling)
            {
                WriteSampling(writer, options);
            }

            WriteStops(writer, options);
            WriteTools(writer, options, form);
            if (stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }
        });

    private static void WriteThinking(Utf8JsonWriter writer, AnthropicForm form)
    {
        form.Thinking?.Write(writer);
        if (form.IsThinkingOff)
        {
            writer.WriteStartObject("thinking"u8);
            writer.WriteString("type"u8, "disabled"u8);
            writer.WriteEndObject();
        }

        if (form.Thinking?.Effort is null && form.AnswerSchema is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (form.Thinking?.Effort is { } effort)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (form.AnswerSchema is { } schema)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

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

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions? options, AnthropicForm form)
    {
        AnswerTool? answerTool = form.AnswerTool;
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
        WriteChoice(writer, options!, form, hasTools: tools.Length > 0);
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

    private static void WriteChoice(Utf8JsonWriter writer, ChatOptions options, AnthropicForm form, bool hasTools)
    {
        (string Type, string? Name) choice = (options.ToolMode, form.AnswerTool) switch
        {
            (NoneChatToolMode, null) => ("none", null),
            _ when !form.MayForce => ("auto", null),
            (RequiredChatToolMode { RequiredFunctionName: { } name }, _) when hasTools => ("tool", name),
            (RequiredChatToolMode, _) when hasTools => ("any", null),
            (_, null) => ("auto", null),
            // With tools of its own the model may call those first; either way it must not chat.
            (not NoneChatToolMode, _) when hasTools => ("any", null),
            _ => ("tool", form.AnswerTool.Name),
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
