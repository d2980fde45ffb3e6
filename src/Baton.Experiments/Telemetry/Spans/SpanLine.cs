using Baton.Experiments.Results;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A line of <c>observations.jsonl</c> that a span tells; written straight from the span's attributes.</summary>
/// <param name="span">The span.</param>
/// <param name="type">Which of its lines it is.</param>
/// <param name="place">Where it stands among the lines of the run's spans.</param>
/// <param name="order">Where it stands among those of the same place.</param>
/// <param name="time">When it happened.</param>
/// <param name="happened">The moment inside the span, for <see cref="SpanLineType.Event"/>.</param>
internal sealed class SpanLine(
    SpanNode span,
    SpanLineType type,
    ulong place,
    int order,
    DateTimeOffset time,
    SpanEvent? happened = null
)
{
    /// <summary>Where it stands among the lines of the run's spans.</summary>
    public ulong Place => place;

    /// <summary>Where it stands among those of the same place.</summary>
    public int Order => order;

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time => time;

    /// <summary>Writes it, as <c>docs/formats/experiment.md</c> says.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="traceId">The run's name in the results.</param>
    public void Write(JsonLine line, string traceId)
    {
        line.Start();
        line.Word("trace_id"u8, traceId);
        switch (type)
        {
            case SpanLineType.Start:
                line.Word("type"u8, "span_start");
                WriteSpan(line);
                span.Meaning.WriteInput(line);
                span.Meaning.WriteAttributes(line);
                break;
            case SpanLineType.End:
                line.Word("type"u8, "span_end");
                WriteSpan(line);
                span.Meaning.WriteOutput(line);
                line.TextIfAny("error"u8, span.Meaning.Error);
                span.Meaning.WriteAccount(line);
                break;
            case SpanLineType.Event:
                line.Word("type"u8, "event");
                WriteEvent(line, happened!);
                break;
        }

        line.End();
    }

    private void WriteSpan(JsonLine line)
    {
        line.Hexadecimal("span_id"u8, span.Span.Id);
        if (span.Around is { } around)
        {
            line.Hexadecimal("parent_span_id"u8, around.Span.Id);
        }
        else
        {
            line.Word("parent_span_id"u8, span.Turn!.Span);
        }

        span.Meaning.WriteName(line);
        line.Text("kind"u8, span.Meaning.Kind);
        line.Time("timestamp"u8, time);
    }

    private void WriteEvent(JsonLine line, SpanEvent moment)
    {
        line.Hexadecimal("parent_span_id"u8, span.Span.Id);
        line.Utf8Text("name"u8, moment.Name.Of(span.Span.Message.Span));
        line.Word("kind"u8, "event");
        line.Time("timestamp"u8, time);
        if (moment.HasAttributes)
        {
            line.StartObject("attributes"u8);
            moment.WriteAttributes(line.Given, span.Span.Message.Span);
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
