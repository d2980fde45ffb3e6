namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Goes through the spans of a run as a tree: into a span, its children by their start, out of it again.</summary>
internal static class SpanWalk
{
    /// <summary>Every span twice: entered and left.</summary>
    /// <param name="spans">The spans; parents that are not among them, or that form a circle, make outermost spans.</param>
    public static IEnumerable<SpanStep> Through(IReadOnlyCollection<ReceivedSpan> spans)
    {
        HashSet<ulong> known = [.. spans.Select(span => span.Id)];
        ILookup<ulong, ReceivedSpan> children = spans
            .OrderBy(span => span.Start)
            .ToLookup(span => known.Contains(span.Parent) ? span.Parent : 0);
        HashSet<ulong> entered = [];
        Stack<SpanStep> ahead = new();
        // What no outermost span leads to is a circle; it is entered at its earliest span.
        foreach (ReceivedSpan start in children[0].Concat(spans.OrderBy(span => span.Start)))
        {
            ahead.Push(new SpanStep(start, IsOutermost: true, IsOver: false));
            while (ahead.TryPop(out SpanStep step))
            {
                if (step.IsOver)
                {
                    yield return step;
                    continue;
                }

                if (!entered.Add(step.Span.Id))
                {
                    continue;
                }

                yield return step;
                ahead.Push(step with { IsOver = true });
                foreach (ReceivedSpan child in children[step.Span.Id].Reverse())
                {
                    ahead.Push(new SpanStep(child, IsOutermost: false, IsOver: false));
                }
            }
        }
    }
}

/// <summary>A span entered or left.</summary>
/// <param name="Span">The span.</param>
/// <param name="IsOutermost">Whether no other span of the run is around it.</param>
/// <param name="IsOver">Whether it is left.</param>
internal readonly record struct SpanStep(ReceivedSpan Span, bool IsOutermost, bool IsOver);
