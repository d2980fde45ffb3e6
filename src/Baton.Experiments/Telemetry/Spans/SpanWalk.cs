namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Goes through the spans of a run as a tree: into a span, its children by their start, out of it again.</summary>
internal static class SpanWalk
{
    /// <summary>Every span twice: entered and left.</summary>
    /// <param name="spans">
    /// The spans as they came; parents that are not among them, or that form a circle, make outermost spans.
    /// </param>
    public static IEnumerable<SpanStep> Through(IReadOnlyCollection<ExportedSpan> spans)
    {
        (SpanNode[] nodes, List<SpanNode> outermost) = Plant(spans);
        Stack<SpanStep> ahead = new();
        // What no outermost span leads to is a circle; it is entered at its earliest span.
        foreach (SpanNode first in outermost.Concat(nodes))
        {
            Enter(first, around: null, ahead);
            while (ahead.TryPop(out SpanStep? step))
            {
                yield return step;
                if (step.IsOver)
                {
                    continue;
                }

                ahead.Push(step with { IsOver = true });
                for (SpanNode? child = step.Span.LatestChild; child is not null; child = child.Earlier)
                {
                    Enter(child, step.Span, ahead);
                }
            }
        }
    }

    private static void Enter(SpanNode span, SpanNode? around, Stack<SpanStep> ahead)
    {
        if (!span.IsEntered)
        {
            span.Enter(around);
            ahead.Push(new SpanStep(span, IsOver: false));
        }
    }

    /// <summary>The spans by their start, each known to its parent, and those without one.</summary>
    private static (SpanNode[] ByStart, List<SpanNode> Outermost) Plant(IReadOnlyCollection<ExportedSpan> spans)
    {
        Dictionary<ulong, SpanNode> known = new(spans.Count);
        foreach (ExportedSpan span in spans)
        {
            known.Add(span.Id, new SpanNode(span.Read(), known.Count));
        }

        SpanNode[] byStart = [.. known.Values];
        Array.Sort(byStart, SpanNode.ByStart);
        List<SpanNode> outermost = [];
        foreach (SpanNode node in byStart)
        {
            if (known.TryGetValue(node.Span.Parent, out SpanNode? parent))
            {
                parent.Add(node);
            }
            else
            {
                outermost.Add(node);
            }
        }

        return (byStart, outermost);
    }
}

/// <summary>A span entered or left.</summary>
/// <param name="Span">The span.</param>
/// <param name="IsOver">Whether it is left.</param>
internal sealed record SpanStep(SpanNode Span, bool IsOver);
