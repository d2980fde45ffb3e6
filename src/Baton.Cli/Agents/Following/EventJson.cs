using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Chat;

namespace Baton.Cli.Agents.Following;

/// <summary>Everything that happens as JSON Lines: one object an event, <c>step</c> says in which step.</summary>
/// <param name="output">Gets the lines.</param>
/// <param name="notices">Gets what is for people.</param>
/// <param name="redaction">Takes secrets out.</param>
internal sealed class EventJson(TextWriter output, TextWriter notices, Redaction redaction) : IExecutionDisplay
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Add(AgentEvent happened)
    {
        // The execution's own end is told by its result.
        if (happened is not (FinalEvent or ErrorEvent))
        {
            output.WriteLine(redaction.Redact(Line(happened)));
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Notice(string line) => notices.WriteLine(line);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>One event as a line.</summary>
    public static string Line(AgentEvent happened)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            WriteEvent(json, happened);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteEvent(Utf8JsonWriter json, AgentEvent happened)
    {
        NestedEvent[] around = [];
        while (happened is NestedEvent nested)
        {
            around = [.. around, nested];
            happened = nested.Event;
        }

        WriteMembers(json, happened);
        if (around is [{ } step, .. var deeper])
        {
            json.WriteString("step", step.CallId);
            json.WriteString("slot", step.AgentName);
            if (deeper.Length > 0)
            {
                json.WriteString("agent", string.Join('/', deeper.Select(nested => nested.AgentName)));
            }
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, AgentEvent happened)
    {
        json.WriteString("type", happened.Type);
        switch (happened)
        {
            case SpanStartedEvent started:
                json.WriteString("span_id", started.SpanId);
                json.WriteString("name", started.Name);
                json.WriteString("kind", started.Kind);
                WriteText(json, "parent_span_id", started.ParentSpanId);
                WriteValue(json, "input", started.Input);
                WriteValue(json, "attributes", started.Attributes);
                WriteTime(json, started.Timestamp);
                break;
            case SpanEndedEvent ended:
                json.WriteString("span_id", ended.SpanId);
                WriteValue(json, "output", ended.Output);
                WriteText(json, "error", ended.Error);
                WriteValue(json, "attributes", ended.Attributes);
                WriteTime(json, ended.Timestamp);
                break;
            case ObservationEvent fact:
                json.WriteString("name", fact.Name);
                json.WriteString("kind", fact.Kind);
                WriteValue(json, "data", fact.Data);
                break;
            case TextEvent text:
                json.WriteString("content", text.Content);
                break;
            case ReasoningEvent reasoning:
                json.WriteString("content", reasoning.Content);
                break;
            case ToolCallEvent call:
                json.WriteString("call_id", call.CallId);
                json.WriteString("name", call.ToolName);
                WriteValue(json, "arguments", call.Arguments);
                break;
            case ToolResultEvent result:
                json.WriteString("call_id", result.CallId);
                WriteValue(json, "result", result.Result);
                WriteText(json, "error", result.Error);
                break;
            case UsageEvent usage:
                WriteText(json, "model", usage.Model);
                UsageJson.Write(json, usage.Usage);
                break;
            case LogEvent log:
                json.WriteString("message", log.Message);
                json.WriteString("source", log.Source);
                break;
            case HandoffEvent handoff:
                json.WriteString("from", handoff.From);
                json.WriteString("to", handoff.To);
                break;
            case FinalEvent final:
                json.WriteString("output", final.Output);
                break;
            case ErrorEvent failed:
                json.WriteString("error", failed.Error.Message);
                json.WriteString("error_kind", failed.Error.Kind);
                break;
            case LimitEvent limit:
                json.WriteString("limit", limit.Limit);
                json.WriteString("error", limit.Message);
                break;
            default:
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is { } known)
        {
            json.WritePropertyName(name);
            known.WriteTo(json);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString("timestamp", known.UtcDateTime);
        }
    }
}
