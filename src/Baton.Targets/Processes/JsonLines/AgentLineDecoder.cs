using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Reads what an agent says, one line at a time; see <c>docs/formats/jsonl-protocol.md</c>. Immutable.</summary>
/// <param name="streamOutputPath">Where the text stands in each streamed line, or <see langword="null"/> for <c>delta</c>.</param>
/// <param name="readsItems">Whether a <c>stream:</c> section explains lines that are none of the protocol's.</param>
internal sealed class AgentLineDecoder(DataPath? streamOutputPath, bool readsItems = false)
{
    /// <summary>Reads a line that begins with <c>{</c>. Never throws, whatever the bytes.</summary>
    /// <param name="line">The line without its end.</param>
    public AgentLine Decode(ReadOnlyMemory<byte> line)
    {
        ReadOnlyMemory<byte> json = Utf8Bytes.ForJson(line);
        if (streamOutputPath is null && PlainLine.TryRead(json.Span) is { } plain)
        {
            return plain;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Decode(document.RootElement);
        }
        catch (JsonException wrong)
        {
            return new BrokenLine($"is not JSON at byte {wrong.BytePositionInLine ?? 0}");
        }
    }

    private AgentLine Decode(JsonElement line)
    {
        string? type = Text(line, "type");
        long? request = RequestOf(line, "request_id") ?? RequestOf(line, "id");
        AgentLine decoded = type switch
        {
            "delta" => Delta(line),
            "final" => new EndLine(Answer(line), Error: null),
            "error" => new EndLine(Answer: null, Error(line)),
            "tool_call" => ToolCall(line),
            "tool_result" => ToolResult(line),
            "approval_request" => Approval(line),
            "usage" => new EventLine(UsageFields.Read(line, Text(line, "model"))),
            "log" when Text(line, "message") is { } message => new EventLine(new LogEvent(message, "agent")),
            "reasoning" when (Text(line, "delta") ?? Text(line, "content")) is { Length: > 0 } thought => new EventLine(
                new ReasoningEvent(thought)
            ),
            "observation" or "span_start" or "span_end" or "event" => ObservationFields.Read(line, type),
            _ => Unknown(line),
        };
        return request is null ? decoded : decoded with { Request = request };
    }

    private AgentLine Delta(JsonElement line)
    {
        string? text =
            streamOutputPath?.GetText(line)
            ?? (
                line.TryGetProperty("delta", out JsonElement delta) && delta.ValueKind == JsonValueKind.Object
                    ? Text(delta, "content") ?? Text(delta, "text")
                    : Text(line, "delta")
            );
        return text switch
        {
            null => UnknownLine.Instance,
            "" => UnknownLine.Nothing,
            _ => new EventLine(new TextEvent(text)),
        };
    }

    private AgentLine Unknown(JsonElement line) => readsItems ? new ItemLine(line.Clone()) : Streamed(line);

    private AgentLine Streamed(JsonElement line) =>
        streamOutputPath?.GetText(line) is { Length: > 0 } text
            ? new EventLine(new TextEvent(text))
            : UnknownLine.Instance;

    private static AgentAnswer Answer(JsonElement line)
    {
        JsonElement? output = Value(line, "output");
        return new AgentAnswer(output is { } value ? JsonText.Of(value) : null)
        {
            Raw = output is { ValueKind: not JsonValueKind.String } ? output : null,
            Metadata = Value(line, "metadata"),
            Usage =
                line.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
                    ? UsageFields.Read(usage, Text(usage, "model") ?? Text(line, "model"))
                    : null,
        };
    }

    private static AgentError Error(JsonElement line)
    {
        JsonElement? given = Value(line, "error");
        string? message = given is { ValueKind: JsonValueKind.Object } described
            ? Text(described, "message") ?? described.GetRawText()
            : Text(line, "error") ?? Text(line, "message");
        JsonObject details = [];
        foreach (JsonProperty property in line.EnumerateObject())
        {
            if (property.Name is not ("type" or "id" or "request_id") && !IsMessage(property))
            {
                details[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }

        return new AgentError(
            ErrorKind.Agent,
            string.IsNullOrWhiteSpace(message) ? "the agent reported an error without saying which" : message
        )
        {
            Details = details.Count == 0 ? null : details,
        };
    }

    private static bool IsMessage(JsonProperty property) =>
        property.Name is "error" or "message" && property.Value.ValueKind == JsonValueKind.String;

    private static AgentLine ToolCall(JsonElement line) =>
        (Text(line, "name") ?? Text(line, "tool")) is { Length: > 0 } name
            ? new EventLine(new ToolCallEvent(CallId(line), name, Value(line, "arguments")))
            : new BrokenLine("is a `tool_call` without `name`");

    private static EventLine ToolResult(JsonElement line) =>
        new(new ToolResultEvent(CallId(line), Value(line, "result"), Text(line, "error")));

    private static AgentLine Approval(JsonElement line) =>
        (Text(line, "name") ?? Text(line, "tool")) is { Length: > 0 } name
            ? new ApprovalLine(
                new ToolApprovalRequestedEvent(CallId(line), name, Value(line, "arguments")),
                new ApprovalIds(Value(line, "id"), Value(line, "call_id"), Value(line, "request_id"))
            )
            : new BrokenLine("is an `approval_request` without `name`");

    private static string CallId(JsonElement line) =>
        Text(line, "call_id") ?? (RequestOf(line, "id") is null ? Text(line, "id") : null) ?? "";

    private static long? RequestOf(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? RequestId.Read(JsonMarshal.GetRawUtf8Value(value)[1..^1])
            : null;

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) ? JsonText.Of(value) : null;

    private static JsonElement? Value(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value.Clone()
            : null;
}
