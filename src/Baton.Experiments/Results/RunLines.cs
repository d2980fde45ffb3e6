using System.Text;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Writes a run as lines of the data files.</summary>
internal static class RunLines
{
    public static void WriteSummary(JsonLine line, RunTrace trace)
    {
        line.Start();
        line.Word("trace_id"u8, trace.TraceId);
        line.Number("iteration"u8, trace.Iteration);
        line.Word("persona"u8, trace.Persona);
        line.Text("input"u8, trace.Input);
        line.Text("output"u8, trace.Output);
        line.MeasureIfAny("duration_ms"u8, trace.DurationMs);
        line.Truth("success"u8, trace.Success);
        line.Word("input_id"u8, trace.InputId);
        line.Word("run_key"u8, trace.RunKey);
        line.Word("outcome"u8, trace.Outcome.Word());
        WriteError(line, trace.Error, withDetails: false);
        line.Number("turn_count"u8, trace.Conversation?.TurnCount ?? 1);
        WriteTokens(line, "tokens"u8, trace.TokenUsage);
        line.NumberIfAny("cost"u8, trace.Cost);
        WriteTokens(line, "supervisor_tokens"u8, trace.SupervisorTokenUsage);
        line.NumberIfAny("supervisor_cost"u8, trace.SupervisorCost);
        line.MeasureIfAny("first_output_ms"u8, trace.FirstOutputMs);
        line.End();
    }

    public static void WriteTrace(JsonLine line, RunTrace trace)
    {
        line.Start();
        WriteTraceFields(line, trace);
        line.End();
    }

    /// <summary>Writes the trace's properties into an object that is begun.</summary>
    public static void WriteTraceFields(JsonLine line, RunTrace trace)
    {
        line.Word("trace_id"u8, trace.TraceId);
        line.Word("run_key"u8, trace.RunKey);
        line.Number("run_index"u8, trace.RunIndex);
        line.Word("input_id"u8, trace.InputId);
        line.Number("iteration"u8, trace.Iteration);
        line.Word("persona"u8, trace.Persona);
        line.Text("input"u8, trace.Input);
        line.Text("output"u8, trace.Output);
        line.MeasureIfAny("duration_ms"u8, trace.DurationMs);
        line.Truth("success"u8, trace.Success);
        line.Word("outcome"u8, trace.Outcome.Word());
        WriteError(line, trace.Error, withDetails: true);
        line.Time("started_at"u8, trace.StartedAt);
        WriteTokens(line, "token_usage"u8, trace.TokenUsage);
        line.NumberIfAny("cost"u8, trace.Cost);
        WriteTokens(line, "supervisor_token_usage"u8, trace.SupervisorTokenUsage);
        line.NumberIfAny("supervisor_cost"u8, trace.SupervisorCost);
        line.MeasureIfAny("first_output_ms"u8, trace.FirstOutputMs);
        line.MeasureIfAny("longest_gap_ms"u8, trace.LongestGapMs);
        line.MeasureIfAny("output_rate"u8, trace.OutputRate);
        WriteToolCalls(line, trace.ToolCalls);
        line.JsonIfAny("metadata"u8, trace.Metadata);
        line.TextIfAny("otel_trace_id"u8, trace.OtelTraceId);
        line.TextIfAny("otel_span_id"u8, trace.OtelSpanId);
        if (trace.Conversation is { } conversation)
        {
            WriteConversation(line, conversation);
        }
    }

    /// <summary>Writes what happened inside a run: its own observations, and those that spans tell among them by time.</summary>
    public static void WriteObservations(JsonLine line, RunRecord record)
    {
        IReadOnlyList<Observation> own = record.Observations;
        int next = 0;
        if (record.Spans is { } spans)
        {
            // The first observation begins the run and the last one ends it.
            WriteObservation(line, own[next++]);
            ReadOnlySpan<byte> traceId = Encoding.UTF8.GetBytes(record.Trace.TraceId);
            foreach (SpanLine told in spans.Lines)
            {
                while (next < own.Count - 1 && own[next].Timestamp <= told.Time)
                {
                    WriteObservation(line, own[next++]);
                }

                told.Write(line, traceId);
            }
        }

        while (next < own.Count)
        {
            WriteObservation(line, own[next++]);
        }
    }

    private static void WriteObservation(JsonLine line, Observation observation)
    {
        line.Start();
        WriteObservationFields(line, observation);
        line.End();
    }

    /// <summary>Writes the observation's properties into an object that is begun.</summary>
    public static void WriteObservationFields(JsonLine line, Observation observation)
    {
        line.Word("trace_id"u8, observation.TraceId);
        line.Word("type"u8, observation.Type);
        line.TextIfAny("span_id"u8, observation.SpanId);
        line.TextIfAny("parent_span_id"u8, observation.ParentSpanId);
        line.Text("name"u8, observation.Name);
        line.Text("kind"u8, observation.Kind);
        line.Time("timestamp"u8, observation.Timestamp);
        line.JsonIfAny("input"u8, observation.Input);
        line.JsonIfAny("output"u8, observation.Output);
        line.TextIfAny("error"u8, observation.Error);
        line.JsonIfAny("attributes"u8, observation.Attributes);
    }

    private static void WriteConversation(JsonLine line, TraceConversation conversation)
    {
        line.Word("conversation_state"u8, conversation.State);
        line.Word("termination_reason"u8, conversation.TerminationReason);
        line.Number("turn_count"u8, conversation.TurnCount);
        line.StartArray("conversation_history"u8);
        foreach (TraceMessage message in conversation.History)
        {
            line.StartObject();
            line.Number("turn"u8, message.Turn);
            line.Word("role"u8, message.Role);
            line.Text("content"u8, message.Content);
            WriteToolCalls(line, message.ToolCalls);
            line.MeasureIfAny("duration_ms"u8, message.DurationMs);
            line.MeasureIfAny("first_output_ms"u8, message.FirstOutputMs);
            line.Word("source"u8, message.Source);
            line.EndObject();
        }

        line.EndArray();
    }

    private static void WriteToolCalls(JsonLine line, IReadOnlyList<TraceToolCall> calls)
    {
        line.StartArray("tool_calls"u8);
        for (int i = 0; i < calls.Count; i++)
        {
            TraceToolCall call = calls[i];
            line.StartObject();
            line.Text("call_id"u8, call.CallId);
            line.Text("name"u8, call.Name);
            line.JsonIfAny("arguments"u8, call.Arguments);
            line.JsonIfAny("result"u8, call.Result);
            line.TextIfAny("error"u8, call.Error);
            line.Number("turn"u8, call.Turn);
            line.EndObject();
        }

        line.EndArray();
    }

    private static void WriteError(JsonLine line, TraceError? error, bool withDetails)
    {
        if (error is null)
        {
            return;
        }

        line.StartObject("error"u8);
        line.Word("kind"u8, error.Kind);
        line.Text("message"u8, error.Message);
        if (withDetails)
        {
            line.JsonIfAny("details"u8, error.Details);
        }

        line.EndObject();
    }

    public static void WriteTokens(JsonLine line, ReadOnlySpan<byte> name, TraceTokens? tokens)
    {
        if (tokens is null)
        {
            return;
        }

        line.StartObject(name);
        line.NumberIfAny("input"u8, tokens.Input);
        line.NumberIfAny("output"u8, tokens.Output);
        line.NumberIfAny("total"u8, tokens.Total);
        line.EndObject();
    }
}
