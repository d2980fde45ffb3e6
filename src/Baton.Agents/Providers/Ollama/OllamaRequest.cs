using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Writes the body of a chat request.</summary>
internal static class OllamaRequest
{
    public static ReadOnlyMemory<byte> Write(
        string defaultModel,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        bool stream
    ) =>
        RequestBody.Write(writer =>
        {
            string model = options?.ModelId ?? defaultModel;
            writer.WriteString("model"u8, model);
            OllamaMessages.Write(writer, messages, options?.Instructions);
            // The server streams unless it is told not to.
            writer.WriteBoolean("stream"u8, stream);
            if (options is not null)
            {
                WriteTools(writer, options);
                WriteFormat(writer, options.ResponseFormat);
                WriteThinking(writer, options.Reasoning?.Effort, model);
                WriteSampling(writer, options);
            }
        });

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        // There is no telling the server to leave tools alone but to name none.
        AIFunctionDeclaration[] tools =
            options.ToolMode is NoneChatToolMode ? [] : [.. (options.Tools ?? []).OfType<AIFunctionDeclaration>()];
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
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is ChatResponseFormatJson { Schema: { } schema })
        {
            writer.WritePropertyName("format"u8);
            schema.WriteTo(writer);
        }
        else if (format is ChatResponseFormatJson)
        {
            writer.WriteString("format"u8, "json"u8);
        }
    }

    private static void WriteThinking(Utf8JsonWriter writer, ReasoningEffort? effort, string model)
    {
        if (effort is null)
        {
            return;
        }

        bool hasLevels = model.Contains("gpt-oss", StringComparison.OrdinalIgnoreCase);
        switch (effort)
        {
            case ReasoningEffort.None when !hasLevels:
                writer.WriteBoolean("think"u8, false);
                break;
            case ReasoningEffort.None or ReasoningEffort.Low when hasLevels:
                writer.WriteString("think"u8, "low"u8);
                break;
            case ReasoningEffort.Medium when hasLevels:
                writer.WriteString("think"u8, "medium"u8);
                break;
            case not null when hasLevels:
                writer.WriteString("think"u8, "high"u8);
                break;
            default:
                writer.WriteBoolean("think"u8, true);
                break;
        }
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions options)
    {
        writer.WriteStartObject("options"u8);
        WriteNumber(writer, "temperature"u8, options.Temperature);
        WriteNumber(writer, "top_p"u8, options.TopP);
        WriteNumber(writer, "presence_penalty"u8, options.PresencePenalty);
        WriteNumber(writer, "frequency_penalty"u8, options.FrequencyPenalty);
        WriteWhole(writer, "top_k"u8, options.TopK);
        WriteWhole(writer, "num_predict"u8, options.MaxOutputTokens);
        WriteWhole(writer, "seed"u8, options.Seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop"u8);
            foreach (string stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
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

    private static void WriteWhole(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
