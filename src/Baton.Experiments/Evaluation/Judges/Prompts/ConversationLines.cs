using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>Conversations and tool calls as JSON, one line each, so that no message can pass for two.</summary>
internal static class ConversationLines
{
    private static readonly JsonWriterOptions _readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Everything said and called, oldest first.</summary>
    public static string Of(RunTrace trace) => string.Join('\n', Messages(trace).SelectMany(Lines));

    /// <summary>Every tool call, oldest first; empty when there was none.</summary>
    public static string OfToolCalls(RunTrace trace) => string.Join('\n', trace.ToolCalls.Select(Line));

    private static IEnumerable<TraceMessage> Messages(RunTrace trace) =>
        trace.Conversation?.History
        ??
        [
            new TraceMessage(1, "user", trace.Input, "input"),
            new TraceMessage(1, "assistant", trace.Output ?? "", "agent") { ToolCalls = trace.ToolCalls },
        ];

    // An agent calls its tools before it answers.
    private static IEnumerable<string> Lines(TraceMessage message) =>
        [.. message.ToolCalls.Select(Line), Line(message)];

    private static string Line(TraceMessage message) =>
        Line(json =>
        {
            json.WriteNumber("turn"u8, message.Turn);
            json.WriteString(message.Role == "user" ? "user"u8 : "agent"u8, message.Content);
        });

    private static string Line(TraceToolCall call) =>
        Line(json =>
        {
            json.WriteNumber("turn"u8, call.Turn);
            json.WriteString("tool_call"u8, call.Name);
            Write(json, "arguments", call.Arguments);
            Write(json, "result", call.Result);
            if (call.Error is not null)
            {
                json.WriteString("error"u8, call.Error);
            }
        });

    private static void Write(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given)
        {
            json.WritePropertyName(name);
            given.WriteTo(json);
        }
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line, _readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }
}
