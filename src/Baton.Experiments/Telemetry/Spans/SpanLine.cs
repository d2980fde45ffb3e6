using System.Runtime.InteropServices;
using Baton.Experiments.Results;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A line of <c>observations.jsonl</c> that a span tells; written straight from the span's attributes.</summary>
/// <param name="span">The span.</param>
/// <param name="type">Which of its lines it is.</param>
/// <param name="time">When it happened.</param>
/// <param name="happened">The moment inside the span, for <see cref="SpanLineType.Event"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SpanLine(SpanNode span, SpanLineType type, DateTimeOffset time, SpanEvent? happened = null)
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset Time => time;

    /// <summary>Writes it, as <c>docs/formats/experiment.md</c> says.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="traceId">The run's name in the results, in UTF-8.</param>
    public void Write(JsonLine line, ReadOnlySpan<byte> traceId)
    {
        line.Start();
        line.Word("trace_id"u8, traceId);
        switch (type)
        {
            case SpanLineType.Start:
                line.Word("type"u8, "span_start"u8);
                WriteSpan(line);
                span.Meaning.WriteInput(line);
                span.Meaning.WriteAttributes(line);
                break;
            case SpanLineType.End:
                line.Word("type"u8, "span_end"u8);
                WriteSpan(line);
                span.Meaning.WriteOutput(line);
                line.TextIfAny("error"u8, span.Meaning.Error);
                span.Meaning.WriteAccount(line);
                break;
            case SpanLineType.Event:
                line.Word("type"u8, "event"u8);
                WriteEvent(line, happened!);
                break;
        }

        line.End();
    }

    private void WriteSpan(JsonLine line)
    {
        line.Hexadecimal("span_id"u8, span.Id);
        if (span.Around is { } around)
        {
            line.Hexadecimal("parent_span_id"u8, around.Id);
        }
        else
        {
            line.Word("parent_span_id"u8, span.Turn!.Span);
        }

        span.Meaning.WriteName(line);
        line.Word("kind"u8, span.Meaning.Kind);
        line.Time("timestamp"u8, time);
    }

    private void WriteEvent(JsonLine line, SpanEvent moment)
    {
        line.Hexadecimal("parent_span_id"u8, span.Id);
        line.Utf8Text("name"u8, moment.Name.Of(span.Meaning.Message));
        line.Word("kind"u8, "event"u8);
        line.Time("timestamp"u8, time);
        if (moment.HasAttributes)
        {
            line.StartObject("attributes"u8);
            moment.WriteAttributes(line.Given, span.Meaning.Message);
            line.EndObject();
        }
    }
}

/// <summary>Which line of a span it is.</summary>
internal enum SpanLineType
{
    /// <summary>It begins.</summary>
    Start,

    /// <summary>Something happens inside it.</summary>
    Event,

    /// <summary>It ends.</summary>
    End,
}
