using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Writes the body of a chat completions request.</summary>
internal static class OpenAIRequest
{
    public static ReadOnlyMemory<byte> Write(
        string defaultModel,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        bool stream
    ) =>
        RequestBody.Write(writer =>
        {
            string model = options?.ModelId ?? defaultModel;
            writer.WriteString("model"u8, model);
            OpenAIMessages.Write(writer, messages, options?.Instructions);
            if (options is not null)
            {
                WriteSampling(writer, options, ReasoningModels.Includes(model));
                WriteEffort(writer, options, model);
                WriteTools(writer, options);
                WriteResponseFormat(writer, options);
            }

            if (stream)
            {
                writer.WriteBoolean("stream"u8, true);
                writer.WriteStartObject("stream_options"u8);
                writer.WriteBoolean("include_usage"u8, true);
                writer.WriteEndObject();
            }
        });

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions options, bool reasoning)
    {
        if (!reasoning)
        {
            WriteNumber(writer, "temperature"u8, options.Temperature);
            WriteNumber(writer, "top_p"u8, options.TopP);
            WriteNumber(writer, "presence_penalty"u8, options.PresencePenalty);
            WriteNumber(writer, "frequency_penalty"u8, options.FrequencyPenalty);
        }

        if (options.MaxOutputTokens is { } longest)
        {
            writer.WriteNumber(reasoning ? "max_completion_tokens"u8 : "max_tokens"u8, longest);
        }

        if (options.Seed is { } seed)
        {
            writer.WriteNumber("seed"u8, seed);
        }

        if (options.StopSequences is { Count: > 0 } stops && !reasoning)
        {
            writer.WriteStartArray("stop"u8);
            foreach (string stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteEffort(Utf8JsonWriter writer, ChatOptions options, string model)
    {
        if (ReasoningModels.Effort(model, options.Reasoning?.Effort) is { } effort)
        {
            writer.WriteString("reasoning_effort"u8, effort);
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        AIFunctionDeclaration[] tools = [.. (options.Tools ?? []).OfType<AIFunctionDeclaration>()];
        if (tools.Length == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (AIFunctionDeclaration tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (options.AllowMultipleToolCalls is { } many)
        {
            writer.WriteBoolean("parallel_tool_calls"u8, many);
        }

        switch (options.ToolMode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice"u8, "none"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
            default:
                break;
        }
    }

    private static void WriteResponseFormat(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        if (json.Schema is { } schema)
        {
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteStartObject("json_schema"u8);
            writer.WriteString("name"u8, json.SchemaName ?? "answer");
            if (json.SchemaDescription is { } description)
            {
                writer.WriteString("description"u8, description);
            }

            if (options.AdditionalProperties?.TryGetValue("strict", out bool strict) == true)
            {
                writer.WriteBoolean("strict"u8, strict);
            }

            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type"u8, "json_object"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
