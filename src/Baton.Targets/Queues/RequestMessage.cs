using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Queues;

/// <summary>Writes what is put into a request queue; see <c>docs/formats/queue-messages.md</c>.</summary>
internal static class RequestMessage
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes the request of a turn.</summary>
    /// <param name="number">The request's number; its identifier is made of it.</param>
    /// <param name="replyTo">Where replies go.</param>
    /// <param name="expires">When nobody waits for a reply any more.</param>
    /// <param name="turn">The message.</param>
    /// <param name="conversation">What it belongs to.</param>
    public static QueueMessage Write(
        long number,
        string replyTo,
        DateTimeOffset expires,
        Turn turn,
        ConversationContext conversation
    )
    {
        ArrayBufferWriter<byte> body = new(512);
        using (Utf8JsonWriter json = new(body, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "input"u8);
            RequestId.Write(json, number);
            json.WriteString("reply_to"u8, replyTo);
            json.WriteString("expires_at"u8, expires);
            if (conversation.TraceParent is { } trace)
            {
                json.WriteString("traceparent"u8, trace);
            }

            json.WriteString("input"u8, turn.Input);
            json.WriteStartObject("context"u8);
            InputLine.WriteContext(json, turn, conversation);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new QueueMessage($"req-{number}", conversation.RunId, body.WrittenMemory, conversation.TraceParent);
    }
}
