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
        IReadOnlyCollection<ReceivedSpan> spans = Spans.Close();
        if (spans.Count == 0)
        {
            return record;
        }

        SpanStory story = new(record.Trace.TraceId, Turns, spans);
        return new RunRecord(Account(record.Trace, story), Merge(record.Observations, story.Observations));
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

    private static List<Observation> Merge(IReadOnlyList<Observation> own, IReadOnlyList<Observation> told)
    {
        List<Observation> merged = new(own.Count + told.Count) { own[0] };
        int next = 1;
        foreach (Observation observation in told)
        {
            while (next < own.Count - 1 && own[next].Timestamp <= observation.Timestamp)
            {
                merged.Add(own[next++]);
            }

            merged.Add(observation);
        }

        merged.AddRange(own.Skip(next));
        return merged;
    }
}
