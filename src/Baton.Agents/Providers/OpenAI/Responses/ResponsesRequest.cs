using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>Writes the body of a responses request.</summary>
internal static class ResponsesRequest
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
            writer.WriteBoolean("store"u8, false);
            if (!string.IsNullOrEmpty(options?.Instructions))
            {
                writer.WriteString("instructions"u8, options.Instructions);
            }

            ResponsesInput.Write(writer, messages);
            WriteReasoning(writer, options?.Reasoning, model);
            if (options is not null)
            {
                WriteSampling(writer, options, ReasoningModels.Includes(model));
                WriteTools(writer, options);
                WriteFormat(writer, options);
            }

            if (stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }
        });

    // Encrypted thoughts are there only for models that think; others refuse to be asked for them.
    private static void WriteReasoning(Utf8JsonWriter writer, ReasoningOptions? reasoning, string model)
    {
        if (ReasoningModels.Includes(model))
        {
            writer.WriteStartArray("include"u8);
            writer.WriteStringValue("reasoning.encrypted_content"u8);
            writer.WriteEndArray();
        }

        string? effort = ReasoningModels.Effort(model, reasoning?.Effort);
        string? summary = reasoning?.Output switch
        {
            ReasoningOutput.Summary => "auto",
            ReasoningOutput.Full => "detailed",
            _ => null,
        };
        if (effort is null && (summary is null || !ReasoningModels.Includes(model)))
        {
            return;
        }

        writer.WriteStartObject("reasoning"u8);
        if (effort is not null)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (summary is not null)
        {
            writer.WriteString("summary"u8, summary);
        }

        writer.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions options, bool reasoning)
    {
        if (options.Temperature is { } temperature && !reasoning)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (options.TopP is { } topP && !reasoning)
        {
            writer.WriteNumber("top_p"u8, topP);
        }

        if (options.MaxOutputTokens is { } longest)
        {
            writer.WriteNumber("max_output_tokens"u8, longest);
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
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.JsonSchema.WriteTo(writer);
            // Strictness is this protocol's default, and most schemas are not made for it.
            writer.WriteBoolean("strict"u8, false);
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
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
            default:
                break;
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("text"u8);
        writer.WriteStartObject("format"u8);
        if (json.Schema is { } schema)
        {
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteString("name"u8, json.SchemaName ?? "answer");
            if (json.SchemaDescription is { } description)
            {
                writer.WriteString("description"u8, description);
            }

            writer.WriteBoolean(
                "strict"u8,
                options.AdditionalProperties?.TryGetValue("strict", out bool strict) == true && strict
            );
            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
        }
        else
        {
            writer.WriteString("type"u8, "json_object"u8);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
