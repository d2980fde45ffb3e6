using Baton.Experiments.Traces;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>The spans of a run that is over; some may still be on their way.</summary>
/// <param name="Spans">What came and comes.</param>
/// <param name="Turns">The turns' spans, the first one first.</param>
internal sealed record AwaitedSpans(RunSpans Spans, IReadOnlyList<TurnSpan> Turns)
{
    /// <summary>Ends the waiting and puts what came into the record.</summary>
    /// <param name="record">The run's record; its first observation begins the run and its last one ends it.</param>
    public RunRecord AddTo(RunRecord record)
    {
        IReadOnlyCollection<ExportedSpan> spans = Spans.Close();
        if (spans.Count == 0)
        {
            return record;
        }

        SpanStory story = new(Turns, spans, Spans.Release);
        return new RunRecord(Account(record.Trace, story), record.Observations) { Spans = story };
    }

    // What the target told itself is exact; spans tell again what it told.
    private static RunTrace Account(RunTrace trace, SpanStory story)
    {
        if (trace is { TokenUsage: null, Cost: null } && story.Usage is { } usage)
        {
            trace = trace with { TokenUsage = TraceTokens.Of(usage), Cost = usage.Cost };
        }

        return trace.ToolCalls.Count == 0 ? trace with { ToolCalls = story.ToolCalls } : trace;
    }
}
