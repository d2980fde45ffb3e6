using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Steps;

namespace Baton.Targets.Python.Protocol;

/// <summary>What a worker tells about a call, as the events every agent yields.</summary>
internal static class WorkerEvents
{
    // Seconds since 1970 from the year 68 to the year 9892; what an agent's clock says beyond is no time.
    private const double Earliest = -6e10;
    private const double Latest = 2.5e11;

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
            "span_start" => new SpanStartedEvent(SpanOf(message), Needed(message, "name"), Needed(message, "kind"))
            {
                ParentSpanId = message.String("parent"),
                Input = message.Value("input"),
                Attributes = message.Value("attributes"),
                Timestamp = Time(message),
            },
            "span_end" => new SpanEndedEvent(SpanOf(message))
            {
                Output = message.Value("output"),
                Error = message.String("error"),
                Attributes = message.Value("attributes"),
                Timestamp = Time(message),
            },
            _ => throw new JsonException($"The worker sent an unknown message `{message.Type}`."),
        };

    /// <summary>The end of the step before, where a message <c>step</c> tells it too, and the begin of the next one.</summary>
    /// <exception cref="JsonException">The message lacks a member.</exception>
    public static (SpanEndedEvent? Before, SpanStartedEvent Step) ReadStep(WorkerMessage message)
    {
        long number = message.Integer("number") ?? throw Lacking(message, "number");
        DateTimeOffset? at = Time(message);
        JsonElement? output = message.Value("output");
        SpanEndedEvent? before = message.String("ends") is { } ended
            ? new SpanEndedEvent(ended) { Output = output, Timestamp = at }
            : null;
        JsonElement? input = before is null ? message.Value("input") : output;
        return (before, StepSpan.Started(SpanOf(message), number, input) with { Timestamp = at });
    }

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
        message.At is { } seconds and > Earliest and < Latest
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static string SpanOf(WorkerMessage message) => message.Span ?? throw Lacking(message, "span");

    private static string Needed(WorkerMessage message, string name) =>
        message.String(name) ?? throw Lacking(message, name);

    private static JsonException Lacking(WorkerMessage message, string name) =>
        new($"The worker sent `{message.Type}` without `{name}`.");
}
