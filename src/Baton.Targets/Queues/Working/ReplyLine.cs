using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Queues.Working;

/// <summary>Writes what an agent does as replies; see <c>docs/formats/queue-messages.md</c>.</summary>
internal static class ReplyLine
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes an event.</summary>
    /// <param name="request">The request it answers.</param>
    /// <param name="sequence">Which reply to it this is, from 1.</param>
    /// <param name="happened">The event.</param>
    /// <returns>The reply, or <see langword="null"/> for what stays with the worker.</returns>
    public static WorkReply? Of(WorkRequest request, long sequence, AgentEvent happened)
    {
        // Whoever asks cannot answer; the decision was the worker's own.
        if (happened is ToolApprovalRequestedEvent)
        {
            return null;
        }

        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, TypeOf(happened));
            json.WriteString("request_id"u8, request.Id);
            json.WriteNumber("seq"u8, sequence);
            Write(json, happened);
            json.WriteEndObject();
        }

        return new WorkReply(request.ReplyTo, request.Id, sequence, body.WrittenMemory);
    }

    private static string TypeOf(AgentEvent happened) =>
        happened switch
        {
            TextEvent => "delta",
            LimitEvent => "error",
            ObservationEvent => "event",
            _ => happened.Type,
        };

    private static void Write(Utf8JsonWriter json, AgentEvent happened)
    {
        switch (happened)
        {
            case TextEvent text:
                json.WriteString("delta"u8, text.Content);
                break;
            case ReasoningEvent reasoning:
                json.WriteString("delta"u8, reasoning.Content);
                break;
            case LogEvent log:
                json.WriteString("message"u8, log.Message);
                break;
            case ToolCallEvent call:
                json.WriteString("id"u8, call.CallId);
                json.WriteString("name"u8, call.ToolName);
                WriteValue(json, "arguments", call.Arguments);
                break;
            case ToolResultEvent result:
                json.WriteString("id"u8, result.CallId);
                WriteValue(json, "result", result.Result);
                WriteText(json, "error", result.Error);
                break;
            case UsageEvent usage:
                WriteUsage(json, usage);
                break;
            case SpanStartedEvent or SpanEndedEvent or ObservationEvent:
                WriteObservation(json, happened);
                break;
            case FinalEvent final:
                if (final.Raw is { } raw)
                {
                    WriteValue(json, "output", raw);
                }
                else
                {
                    json.WriteString("output"u8, final.Output);
                }

                WriteValue(json, "metadata", final.Metadata);
                break;
            case ErrorEvent { Error: { } error }:
                WriteError(json, error.Kind, error.Message, error.Details);
                break;
            case LimitEvent limit:
                WriteError(json, limit.Limit, limit.Message, details: null);
                break;
            default:
                throw new InvalidOperationException($"`{happened.Type}` is no event a worker can tell");
        }
    }

    private static void WriteObservation(Utf8JsonWriter json, AgentEvent happened)
    {
        switch (happened)
        {
            case SpanStartedEvent span:
                json.WriteString("span_id"u8, span.SpanId);
                json.WriteString("name"u8, span.Name);
                json.WriteString("kind"u8, span.Kind);
                WriteText(json, "parent_span_id", span.ParentSpanId);
                WriteValue(json, "input", span.Input);
                WriteValue(json, "attributes", span.Attributes);
                WriteTime(json, span.Timestamp);
                break;
            case SpanEndedEvent span:
                json.WriteString("span_id"u8, span.SpanId);
                WriteValue(json, "output", span.Output);
                WriteText(json, "error", span.Error);
                WriteValue(json, "attributes", span.Attributes);
                WriteTime(json, span.Timestamp);
                break;
            case ObservationEvent fact:
                json.WriteString("name"u8, fact.Name);
                json.WriteString("kind"u8, fact.Kind);
                WriteText(json, "parent_span_id", fact.ParentSpanId);
                WriteValue(json, "data", fact.Data);
                break;
            default:
                throw new InvalidOperationException($"`{happened.Type}` is no observation");
        }
    }

    private static void WriteUsage(Utf8JsonWriter json, UsageEvent usage)
    {
        WriteText(json, "model", usage.Model);
        foreach (
            (string name, long? count) in new[]
            {
                ("input_tokens", usage.Usage.InputTokens),
                ("output_tokens", usage.Usage.OutputTokens),
                ("total_tokens", usage.Usage.TotalTokens),
            }
        )
        {
            if (count is { } number)
            {
                json.WriteNumber(name, number);
            }
        }

        if (usage.Usage.Cost is { } cost)
        {
            json.WriteNumber("cost"u8, cost);
        }
    }

    private static void WriteError(Utf8JsonWriter json, string code, string message, JsonObject? details)
    {
        json.WriteString("error"u8, message);
        json.WriteString("code"u8, code);
        if (details is not null)
        {
            json.WritePropertyName("details"u8);
            details.WriteTo(json);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is { } given)
        {
            json.WritePropertyName(name);
            given.WriteTo(json);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            json.WriteString("timestamp"u8, given);
        }
    }
}
