using System.Text.Json;
using Baton.Experiments.Traces;
using static Baton.Experiments.Results.LineFields;

namespace Baton.Experiments.Results;

/// <summary>
/// Reads a line of <c>traces.jsonl</c>, or of <c>trace_summary.jsonl</c>, which holds part of the same. What is missing or of
/// another kind than written is taken as absent: older and newer folders stay readable.
/// </summary>
internal static class TraceLine
{
    /// <summary>Reads a line; <see langword="null"/> when it names no run or tells not how it ended.</summary>
    public static RunTrace? Read(JsonElement line)
    {
        if (
            line.ValueKind != JsonValueKind.Object
            || Text(line, "run_key") is not { } runKey
            || OutcomeWords.Parse(Text(line, "outcome")) is not { } outcome
        )
        {
            return null;
        }

        return new RunTrace
        {
            TraceId = Text(line, "trace_id") ?? "",
            RunKey = runKey,
            RunIndex = Whole(line, "run_index") ?? 0,
            InputId = Text(line, "input_id") ?? "",
            Iteration = (int)(Whole(line, "iteration") ?? 0),
            Persona = Text(line, "persona"),
            Input = Text(line, "input") ?? "",
            Output = Text(line, "output"),
            DurationMs = Number(line, "duration_ms") ?? 0,
            Outcome = outcome,
            Error = ReadError(line),
            StartedAt = Time(line, "started_at"),
            TokenUsage = Tokens(line, "token_usage") ?? Tokens(line, "tokens"),
            Cost = Money(line, "cost"),
            SupervisorTokenUsage = Tokens(line, "supervisor_token_usage") ?? Tokens(line, "supervisor_tokens"),
            SupervisorCost = Money(line, "supervisor_cost"),
            FirstOutputMs = Number(line, "first_output_ms"),
            LongestGapMs = Number(line, "longest_gap_ms"),
            OutputRate = Number(line, "output_rate"),
            ToolCalls = ReadToolCalls(line),
            Metadata = Facts(line, "metadata"),
            OtelTraceId = Text(line, "otel_trace_id"),
            OtelSpanId = Text(line, "otel_span_id"),
            Conversation = ReadConversation(line),
        };
    }

    private static TraceError? ReadError(JsonElement line) =>
        Member(line, "error", JsonValueKind.Object) is { } error
            ? new TraceError(Text(error, "kind") ?? "", Text(error, "message") ?? "", Facts(error, "details"))
            : null;

    private static TraceConversation? ReadConversation(JsonElement line) =>
        Text(line, "conversation_state") is { } state
            ? new TraceConversation
            {
                State = state,
                TerminationReason = Text(line, "termination_reason") ?? "",
                TurnCount = (int)(Whole(line, "turn_count") ?? 0),
                History = Each(line, "conversation_history", ReadMessage),
            }
            : null;

    private static TraceMessage ReadMessage(JsonElement message) =>
        new(
            (int)(Whole(message, "turn") ?? 0),
            Text(message, "role") ?? "",
            Text(message, "content") ?? "",
            Text(message, "source") ?? ""
        )
        {
            ToolCalls = ReadToolCalls(message),
            DurationMs = Number(message, "duration_ms"),
            FirstOutputMs = Number(message, "first_output_ms"),
        };

    private static IReadOnlyList<TraceToolCall> ReadToolCalls(JsonElement owner) =>
        Each(
            owner,
            "tool_calls",
            call => new TraceToolCall(
                Text(call, "call_id") ?? "",
                Text(call, "name") ?? "",
                Any(call, "arguments"),
                Any(call, "result"),
                Text(call, "error"),
                (int)(Whole(call, "turn") ?? 0)
            )
        );
}
