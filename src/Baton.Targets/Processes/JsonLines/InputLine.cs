using System.Text.Json;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>What Baton says to an agent in the JSONL protocol; see <c>docs/formats/jsonl-protocol.md</c>.</summary>
internal static class InputLine
{
    /// <summary>Writes an <c>input</c> object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="request">The request's number, or <see langword="null"/> when the agent serves one at a time.</param>
    /// <param name="turn">The message.</param>
    /// <param name="conversation">What it belongs to.</param>
    public static void WriteInput(Utf8JsonWriter json, long? request, Turn turn, ConversationContext conversation)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "input"u8);
        if (request is { } number)
        {
            RequestId.Write(json, number);
        }

        if ((turn.Step?.Observation ?? turn.InputValue) is { } value)
        {
            json.WritePropertyName("input"u8);
            value.WriteTo(json);
        }
        else
        {
            json.WriteString("input"u8, turn.Input);
        }

        json.WriteStartObject("context"u8);
        WriteContext(json, turn, conversation);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes an <c>approval</c> object that carries the identifiers of the request it answers.</summary>
    public static void WriteApproval(Utf8JsonWriter json, ApprovalIds ids, ToolApproval approval)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "approval"u8);
        WriteId(json, "id"u8, ids.Id);
        WriteId(json, "call_id"u8, ids.CallId);
        WriteId(json, "request_id"u8, ids.RequestId);
        json.WriteBoolean("approved"u8, approval.Approved);
        if (approval.Reason is not null)
        {
            json.WriteString("reason"u8, approval.Reason);
        }

        if (approval.Arguments is { } arguments)
        {
            json.WritePropertyName("arguments"u8);
            arguments.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a <c>cancel</c> object.</summary>
    public static void WriteCancel(Utf8JsonWriter json, long request)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "cancel"u8);
        RequestId.Write(json, request);
        json.WriteEndObject();
    }

    /// <summary>Writes the properties of <c>context</c>.</summary>
    public static void WriteContext(Utf8JsonWriter json, Turn turn, ConversationContext conversation)
    {
        if (conversation.Persona is { } persona)
        {
            json.WriteString("persona"u8, persona.Name);
            if (persona.Prompt is not null)
            {
                json.WriteString("persona_prompt"u8, persona.Prompt);
            }
        }
        else
        {
            json.WriteNull("persona"u8);
        }

        json.WriteNumber("iteration"u8, conversation.Iteration);
        json.WriteNumber("turn"u8, turn.Number);
        if (turn.Step is { } step)
        {
            json.WriteNumber("step"u8, step.Number);
        }

        json.WriteString("run_id"u8, conversation.RunId);
        json.WriteStartArray("messages"u8);
        foreach (ChatMessage message in turn.History)
        {
            if (message.Text is { Length: > 0 } text)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, message.Role.Value);
                json.WriteString("content"u8, text);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        if (conversation.TraceParent is { } traceParent)
        {
            json.WriteString("traceparent"u8, traceParent);
        }

        if (conversation.AutoApproveTools is { } approve)
        {
            json.WriteBoolean("auto_approve_tools"u8, approve);
        }

        if (conversation.Metadata is { } metadata)
        {
            json.WritePropertyName("metadata"u8);
            metadata.WriteTo(json);
        }
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement? id)
    {
        if (id is { } value)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
