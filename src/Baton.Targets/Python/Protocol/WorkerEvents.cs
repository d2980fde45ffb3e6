using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Python.Protocol;

/// <summary>What a worker tells about a call, as the events every agent yields.</summary>
internal static class WorkerEvents
{
    /// <summary>The event of a message in the middle of a call.</summary>
    /// <exception cref="JsonException">The message has no known type or lacks a member.</exception>
    public static AgentEvent Read(WorkerMessage message) =>
        message.Type switch
        {
            "text" => new TextEvent(message.Text ?? throw Lacking(message, "text")),
            "reasoning" => new ReasoningEvent(message.Text ?? ""),
            "log" => new LogEvent(message.Text ?? "", message.String("source") ?? "stderr"),
            "tool_call" => new ToolCallEvent(
                Needed(message, "call"),
                Needed(message, "tool"),
                message.Value("arguments")
            ),
            "tool_result" => new ToolResultEvent(
                Needed(message, "call"),
                message.Value("result"),
                message.String("error")
            ),
            "approval_request" => new ToolApprovalRequestedEvent(
                Needed(message, "call"),
                Needed(message, "tool"),
                message.Value("arguments")
            ),
            "usage" => new UsageEvent(UsageOf(message), message.String("model")),
            "event" => new ObservationEvent(
                Needed(message, "name"),
                message.String("kind") ?? "event",
                message.Value("data")
            )
            {
                ParentSpanId = message.String("parent"),
            },
            "span_start" => new SpanStartedEvent(
                Needed(message, "span"),
                Needed(message, "name"),
                Needed(message, "kind")
            )
            {
                ParentSpanId = message.String("parent"),
                Input = message.Value("input"),
                Attributes = message.Value("attributes"),
                Timestamp = Time(message),
            },
            "span_end" => new SpanEndedEvent(Needed(message, "span"))
            {
                Output = message.Value("output"),
                Error = message.String("error"),
                Attributes = message.Value("attributes"),
                Timestamp = Time(message),
            },
            _ => throw new JsonException($"The worker sent an unknown message `{message.Type}`."),
        };

    /// <summary>The error a message tells about.</summary>
    public static AgentError Error(WorkerMessage message) =>
        new(message.String("kind") ?? ErrorKind.Start, message.Text ?? "The worker gave no reason.")
        {
            Details = message.Value("details") is { ValueKind: JsonValueKind.Object } details
                ? JsonObject.Create(details)
                : null,
        };

    private static Usage UsageOf(WorkerMessage message)
    {
        Usage usage = new()
        {
            InputTokens = message.Integer("input_tokens"),
            OutputTokens = message.Integer("output_tokens"),
            TotalTokens = message.Integer("total_tokens"),
            Cost = message.Number("cost") is { } cost and > -1e15 and < 1e15 ? (decimal)cost : null,
        };
        return usage.TotalTokens is null && usage.InputTokens is { } input && usage.OutputTokens is { } output
            ? usage with
            {
                TotalTokens = input + output,
            }
            : usage;
    }

    private static DateTimeOffset? Time(WorkerMessage message) =>
        message.Number("at") is { } seconds
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static string Needed(WorkerMessage message, string name) =>
        message.String(name) ?? throw Lacking(message, name);

    private static JsonException Lacking(WorkerMessage message, string name) =>
        new($"The worker sent `{message.Type}` without `{name}`.");
}
