using Baton.Agents;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What the spans of one run tell: lines of observations in the order of time, tokens, and calls of tools.</summary>
internal sealed class SpanStory
{
    private readonly IReadOnlyList<TurnSpan> _turns;
    private readonly Action? _release;
    private readonly List<SpanLine> _lines;

    // Lines of the same moment stand in the order in which they were told.
    private readonly List<(ulong Moment, int Line)> _places;
    private readonly List<(ulong Start, TraceToolCall Call)> _toolCalls = [];

    /// <summary>Reads the spans.</summary>
    /// <param name="turns">The turns' spans, the first one first; spans without a parent belong to one of them.</param>
    /// <param name="spans">The spans as they came, each with an identifier of its own.</param>
    /// <param name="release">Gives back what the spans hold, or <see langword="null"/>.</param>
    public SpanStory(IReadOnlyList<TurnSpan> turns, IReadOnlyCollection<ExportedSpan> spans, Action? release = null)
    {
        _turns = turns;
        _release = release;
        _lines = new List<SpanLine>(2 * spans.Count);
        _places = new List<(ulong, int)>(2 * spans.Count);
        SpanWalk.Through(spans, Enter, Leave);
        _places.Sort();
    }

    /// <summary>
    /// The lines, oldest first, but each inside the span it belongs to: clocks of SDKs are not fine enough to tell that
    /// by themselves.
    /// </summary>
    public IEnumerable<SpanLine> Lines
    {
        get
        {
            foreach ((_, int line) in _places)
            {
                yield return _lines[line];
            }
        }
    }

    /// <summary>What was spent; <see langword="null"/> when no span told.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The calls of tools, in the order of their start.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls =>
        _toolCalls.Count == 0 ? [] : [.. _toolCalls.OrderBy(called => called.Start).Select(called => called.Call)];

    /// <summary>The lines are written and may not be written again: what the spans hold is given back.</summary>
    public void Release() => _release?.Invoke();

    private void Enter(SpanNode node)
    {
        node.Turn = node.Around is null ? TurnOf(node) : null;
        Tell(node, SpanLineType.Start, node.Start, Time(node.Began, node));
        if (node.Meaning.Kind == "tool")
        {
            AddToolCall(node);
        }

        foreach (SpanEvent happened in node.Events)
        {
            ulong place = Math.Max(happened.Time, node.Start);
            node.End = Math.Max(node.End, place);
            Tell(node, SpanLineType.Event, place, Time(happened.Time, node), happened);
        }
    }

    private void Leave(SpanNode node)
    {
        ulong end = Math.Max(node.Start, Math.Max(node.End, node.Ended));
        Tell(node, SpanLineType.End, end, Time(Math.Max(node.Began, node.Ended), node));
        if (node.Around is { } around)
        {
            around.End = Math.Max(around.End, end);
        }

        AddUsage(node);
    }

    private void Tell(SpanNode node, SpanLineType type, ulong place, DateTimeOffset time, SpanEvent? happened = null)
    {
        _places.Add((place, _lines.Count));
        _lines.Add(new SpanLine(node, type, time, happened));
    }

    private void AddToolCall(SpanNode node)
    {
        SpanMeaning meaning = node.Meaning;
        TraceToolCall call = new(
            meaning.ToolCall ?? $"{node.Id:x16}",
            meaning.Name,
            meaning.Input,
            meaning.Output,
            meaning.Error,
            TurnOf(node).Number
        );
        _toolCalls.Add((node.Began, call));
    }

    // An agent's span often repeats what its model calls spent; only the innermost account counts.
    private void AddUsage(SpanNode node)
    {
        Usage? usage = node.Meaning.Usage;
        if (usage is not null && !node.IsAccounted)
        {
            Usage = Usage is null ? usage : Usage + usage;
        }

        if ((usage is not null || node.IsAccounted) && node.Around is { } around)
        {
            around.IsAccounted = true;
        }
    }

    /// <summary>The turn during which a span began; the first one for a span before all.</summary>
    private TurnSpan TurnOf(SpanNode node)
    {
        DateTimeOffset start = Time(node.Began, node);
        for (int turn = _turns.Count - 1; turn > 0; turn--)
        {
            if (_turns[turn].Start <= start)
            {
                return _turns[turn];
            }
        }

        return _turns[0];
    }

    private DateTimeOffset Time(ulong nanoseconds, SpanNode node) =>
        (nanoseconds, node.Began) switch
        {
            (0, 0) => _turns[0].Start,
            (0, ulong began) => Time(began, node),
            _ => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100)),
        };
}

/// <summary>A turn as observations have it.</summary>
/// <param name="Number">The turn, from 1.</param>
/// <param name="Span">Its span.</param>
/// <param name="Start">When it began.</param>
internal sealed record TurnSpan(int Number, string Span, DateTimeOffset Start);
