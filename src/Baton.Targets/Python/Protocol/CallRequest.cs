using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Python.Protocol;

/// <summary>One turn as a worker is told about it.</summary>
/// <param name="Conversation">The conversation's number, unique within the target.</param>
/// <param name="Context">What is the same for every turn.</param>
/// <param name="Turn">The turn.</param>
internal sealed record CallRequest(long Conversation, ConversationContext Context, Turn Turn)
{
    /// <summary>Writes the members of the message <c>call</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("conversation"u8, Conversation);
        if (Turn.InputValue is { } value)
        {
            writer.WritePropertyName("input"u8);
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteString("input"u8, Turn.Input);
        }

        writer.WriteNumber("turn"u8, Turn.Number);
        writer.WriteNumber("iteration"u8, Context.Iteration);
        writer.WriteString("run_id"u8, Context.RunId);
        if (Context.TraceParent is { } traceParent)
        {
            writer.WriteString("traceparent"u8, traceParent);
        }

        if (Context.AutoApproveTools is { } approve)
        {
            writer.WriteBoolean("auto_approve"u8, approve);
        }

        if (Context.Persona is { } persona)
        {
            writer.WriteString("persona"u8, persona.Name);
            writer.WriteString("persona_prompt"u8, persona.Prompt);
            WriteObject(writer, "persona_attributes", persona.Attributes);
        }

        WriteObject(writer, "metadata", Context.Metadata);
        if (Turn.History.Count > 0)
        {
            WriteHistory(writer);
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, JsonObject? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private void WriteHistory(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("history"u8);
        foreach (ChatMessage said in Turn.History)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, said.Role.Value);
            writer.WriteString("content"u8, said.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
