namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A span in the tree of its run.</summary>
internal sealed class SpanNode
{
    /// <summary>Reads a span.</summary>
    public SpanNode(in ExportedSpan span)
    {
        SpanFields fields = new(span.Message.Span);
        Id = span.Id;
        Parent = fields.Parent;
        Began = fields.Start;
        Ended = span.End;
        Events = fields.Events ?? (IReadOnlyList<SpanEvent>)[];
        Meaning = new SpanMeaning(span, fields);
    }

    /// <summary>Its identifier.</summary>
    public ulong Id { get; }

    /// <summary>The span that it says is around it, or 0.</summary>
    public ulong Parent { get; }

    /// <summary>When it began, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong Began { get; }

    /// <summary>When it ended, by the same clock.</summary>
    public ulong Ended { get; }

    /// <summary>What happened inside it at one moment.</summary>
    public IReadOnlyList<SpanEvent> Events { get; }

    /// <summary>What it says in the words of observations.</summary>
    public SpanMeaning Meaning { get; }

    /// <summary>The span it is inside of, from when it is entered; <see langword="null"/> for an outermost one.</summary>
    public SpanNode? Around { get; private set; }

    /// <summary>The turn it belongs to, for an outermost one.</summary>
    public TurnSpan? Turn { get; set; }

    /// <summary>Where it begins among the observations: never before the span around it.</summary>
    public ulong Start { get; private set; }

    /// <summary>Where the latest of what is inside ends, so far.</summary>
    public ulong End { get; set; }

    /// <summary>Whether what it spent is told by a span inside it.</summary>
    public bool IsAccounted { get; set; }

    /// <summary>Whether the walk has come to it.</summary>
    public bool IsEntered { get; private set; }

    /// <summary>The child that starts first; the others follow by <see cref="Later"/>.</summary>
    public SpanNode? FirstChild { get; private set; }

    /// <summary>The child of the same parent that starts after it.</summary>
    public SpanNode? Later { get; private set; }

    /// <summary>Adds a child that starts before those that are there.</summary>
    public void Prepend(SpanNode child)
    {
        child.Later = FirstChild;
        FirstChild = child;
    }

    /// <summary>The walk comes to it.</summary>
    public void Enter(SpanNode? around)
    {
        IsEntered = true;
        Around = around;
        Start = Math.Max(Began, around?.Start ?? 0);
    }
}
