using System.Buffers;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.A2A;

/// <summary>Writes requests of the protocol as JSON-RPC, in the words of the version the agent speaks.</summary>
/// <param name="card">The agent.</param>
internal sealed class RpcRequest(AgentCard card)
{
    private bool IsNew => card.Version == A2AVersion.V10;

    /// <summary>A message of the user's.</summary>
    /// <param name="message">What it says and what it belongs to.</param>
    /// <param name="streams">Whether the answer is to come in pieces.</param>
    /// <param name="acceptedOutputModes">The media types that are welcome; none for any.</param>
    public byte[] Send(A2AMessage message, bool streams, IReadOnlyList<string> acceptedOutputModes) =>
        Write(
            (IsNew, streams) switch
            {
                (true, true) => "SendStreamingMessage",
                (true, false) => "SendMessage",
                (false, true) => "message/stream",
                (false, false) => "message/send",
            },
            writer =>
            {
                WriteMessage(writer, message);
                writer.WriteStartObject("configuration"u8);
                if (acceptedOutputModes.Count > 0)
                {
                    writer.WriteStartArray("acceptedOutputModes"u8);
                    foreach (string mode in acceptedOutputModes)
                    {
                        writer.WriteStringValue(mode);
                    }

                    writer.WriteEndArray();
                }

                // Version 1.0 waits unless told otherwise.
                if (!IsNew)
                {
                    writer.WriteBoolean("blocking"u8, value: true);
                }

                writer.WriteEndObject();
            }
        );

    /// <summary>Asks how a task stands.</summary>
    public byte[] Get(string taskId) =>
        Write(IsNew ? "GetTask" : "tasks/get", writer => writer.WriteString("id"u8, taskId));

    /// <summary>Gives a task up.</summary>
    public byte[] Cancel(string taskId) =>
        Write(IsNew ? "CancelTask" : "tasks/cancel", writer => writer.WriteString("id"u8, taskId));

    private void WriteMessage(Utf8JsonWriter writer, A2AMessage message)
    {
        writer.WriteStartObject("message"u8);
        if (!IsNew)
        {
            writer.WriteString("kind"u8, "message"u8);
        }

        writer.WriteString("messageId"u8, message.Id);
        writer.WriteString("role"u8, IsNew ? "ROLE_USER"u8 : "user"u8);
        if (message.ContextId is not null)
        {
            writer.WriteString("contextId"u8, message.ContextId);
        }

        if (message.TaskId is not null)
        {
            writer.WriteString("taskId"u8, message.TaskId);
        }

        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        if (!IsNew)
        {
            writer.WriteString("kind"u8, "text"u8);
        }

        writer.WriteString("text"u8, message.Text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private byte[] Write(string method, Action<Utf8JsonWriter> writeParameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteNumber("id"u8, 1);
            writer.WriteString("method"u8, method);
            writer.WriteStartObject("params"u8);
            if (card.Tenant is not null)
            {
                writer.WriteString("tenant"u8, card.Tenant);
            }

            writeParameters(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>A message of the user's.</summary>
/// <param name="Id">The message's own identifier.</param>
/// <param name="Text">What it says.</param>
/// <param name="ContextId">The conversation, once the agent named it.</param>
/// <param name="TaskId">The task that waits for it, or <see langword="null"/>.</param>
internal sealed record A2AMessage(string Id, string Text, string? ContextId, string? TaskId);
