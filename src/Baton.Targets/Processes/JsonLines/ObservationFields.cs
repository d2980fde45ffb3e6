using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Reads what an agent tells about its inside: spans that start and end, and single facts.</summary>
internal static class ObservationFields
{
    /// <summary>Reads an <c>observation</c> line, or one whose type is the observation's own.</summary>
    public static AgentLine Read(JsonElement line, string type)
    {
        JsonElement fields =
            line.TryGetProperty("observation", out JsonElement nested) && nested.ValueKind == JsonValueKind.Object
                ? nested
                : line;
        string shape =
            type != "observation"
                ? type
                : Text(fields, "event")
                    ?? (nested.ValueKind == JsonValueKind.Object ? Text(fields, "type") : null)
                    ?? "event";
        string? spanId = Text(fields, "span_id");
        string? name = Text(fields, "name");
        return shape switch
        {
            "span_start" when spanId is not null => new EventLine(
                new SpanStartedEvent(spanId, name ?? spanId, Text(fields, "kind") ?? "chain")
                {
                    ParentSpanId = Text(fields, "parent_span_id"),
                    Input = Value(fields, "input"),
                    Attributes = Value(fields, "attributes"),
                    Timestamp = Time(fields),
                }
            ),
            "span_end" when spanId is not null => new EventLine(
                new SpanEndedEvent(spanId)
                {
                    Output = Value(fields, "output"),
                    Error = Text(fields, "error"),
                    Attributes = Value(fields, "attributes"),
                    Timestamp = Time(fields),
                }
            ),
            "span_start" or "span_end" => new BrokenLine($"is a `{shape}` without `span_id`"),
            _ => new EventLine(
                new ObservationEvent(name ?? "observation", Text(fields, "kind") ?? "event", Value(fields, "data"))
                {
                    ParentSpanId = Text(fields, "parent_span_id") ?? spanId,
                }
            ),
        };
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out JsonElement value) ? JsonText.Of(value) : null;

    private static JsonElement? Value(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value.Clone()
            : null;

    private static DateTimeOffset? Time(JsonElement fields) =>
        fields.TryGetProperty("timestamp", out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && value.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time
            : null;
}
