namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Goes through the spans of a run as a tree: into a span, its children by their start, out of it again.</summary>
internal static class SpanWalk
{
    /// <summary>Enters and leaves every span once.</summary>
    /// <param name="spans">
    /// The spans as they came; parents that are not among them, or that form a circle, make outermost spans.
    /// </param>
    /// <param name="enter">Told of a span before those inside it.</param>
    /// <param name="leave">Told of a span after those inside it.</param>
    public static void Through(IReadOnlyCollection<ExportedSpan> spans, Action<SpanNode> enter, Action<SpanNode> leave)
    {
        (SpanNode[] nodes, List<SpanNode> outermost) = Plant(spans);
        foreach (SpanNode first in outermost)
        {
            Through(first, enter, leave);
        }

        // What no outermost span leads to is a circle; it is entered at its earliest span.
        foreach (SpanNode first in nodes)
        {
            if (!first.IsEntered)
            {
                Through(first, enter, leave);
            }
        }
    }

    // By links instead of recursion: thousands of spans may be one inside the other.
    private static void Through(SpanNode outermost, Action<SpanNode> enter, Action<SpanNode> leave)
    {
        outermost.Enter(around: null);
        enter(outermost);
        SpanNode at = outermost;
        SpanNode? child = at.FirstChild;
        while (true)
        {
            while (child is { IsEntered: true })
            {
                child = child.Later;
            }

            if (child is not null)
            {
                child.Enter(at);
                enter(child);
                at = child;
                child = at.FirstChild;
                continue;
            }

            leave(at);
            if (at.Around is not { } around)
            {
                return;
            }

            child = at.Later;
            at = around;
        }
    }

    /// <summary>The spans by their start, each known to its parent, and those without one.</summary>
    private static (SpanNode[] ByStart, List<SpanNode> Outermost) Plant(IReadOnlyCollection<ExportedSpan> spans)
    {
        SpanNode[] nodes = new SpanNode[spans.Count];
        (ulong Start, int AsCome)[] places = new (ulong, int)[spans.Count];
        Dictionary<ulong, SpanNode> known = new(spans.Count);
        foreach (ExportedSpan span in spans)
        {
            SpanNode node = new(span);
            int at = known.Count;
            known.Add(span.Id, node);
            nodes[at] = node;
            places[at] = (node.Began, at);
        }

        Array.Sort(places, nodes);
        List<SpanNode> outermost = [];
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            if (known.TryGetValue(nodes[i].Parent, out SpanNode? parent))
            {
                parent.Prepend(nodes[i]);
            }
            else
            {
                outermost.Add(nodes[i]);
            }
        }

        outermost.Reverse();
        return (nodes, outermost);
    }
}
