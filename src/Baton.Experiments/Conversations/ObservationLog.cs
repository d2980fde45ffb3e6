using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Conversations;

/// <summary>Writes down what happens inside one run, in order and with the time of arrival. Not thread-safe.</summary>
internal sealed class ObservationLog(string traceId, TimeProvider time)
{
    private readonly List<Observation> _items = [];
    private readonly Dictionary<string, OpenSpan> _open = new(StringComparer.Ordinal);
    private int _nextSpan;

    /// <summary>Everything so far, oldest first.</summary>
    public IReadOnlyList<Observation> Items => _items;

    /// <summary>Whether the agent has a span open under this id.</summary>
    public bool HasOpen(string span) => _open.ContainsKey(span);

    /// <summary>Whether the agent has a span of a tool open under this id.</summary>
    public bool HasOpenTool(string span) => _open.TryGetValue(span, out OpenSpan? open) && open.Kind == "tool";

    /// <summary>Begins work of Baton's own, such as a turn, and returns its span.</summary>
    public string Begin(string name, string kind, string? parent, JsonElement? input)
    {
        string span = $"{traceId}-{++_nextSpan}";
        Start(new SpanStartedEvent(span, name, kind) { ParentSpanId = parent, Input = input }, parent);
        return span;
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End(string span, JsonElement? output, string? error, JsonElement? attributes = null) =>
        End(
            new SpanEndedEvent(span)
            {
                Output = output,
                Error = error,
                Attributes = attributes,
            }
        );

    /// <summary>Records a span that the agent opened; one without a parent belongs to the turn.</summary>
    public void Start(SpanStartedEvent started, string? turnSpan)
    {
        string? parent = started.ParentSpanId ?? turnSpan;
        _open[started.SpanId] = new OpenSpan(started.Name, started.Kind, parent);
        _items.Add(
            new Observation
            {
                TraceId = traceId,
                Type = "span_start",
                SpanId = started.SpanId,
                ParentSpanId = parent,
                Name = started.Name,
                Kind = started.Kind,
                Timestamp = started.Timestamp ?? time.GetUtcNow(),
                Input = started.Input,
                Attributes = started.Attributes,
            }
        );
    }

    /// <summary>Records the end of a span; one that never began is ignored.</summary>
    public void End(SpanEndedEvent ended)
    {
        if (!_open.Remove(ended.SpanId, out OpenSpan? span))
        {
            return;
        }

        _items.Add(
            new Observation
            {
                TraceId = traceId,
                Type = "span_end",
                SpanId = ended.SpanId,
                ParentSpanId = span.Parent,
                Name = span.Name,
                Kind = span.Kind,
                Timestamp = ended.Timestamp ?? time.GetUtcNow(),
                Output = ended.Output,
                Error = ended.Error,
                Attributes = ended.Attributes,
            }
        );
    }

    /// <summary>Records a single fact.</summary>
    public void Add(string name, string kind, string? parent, JsonElement? data) =>
        _items.Add(
            new Observation
            {
                TraceId = traceId,
                Type = "event",
                ParentSpanId = parent,
                Name = name,
                Kind = kind,
                Timestamp = time.GetUtcNow(),
                Attributes = data,
            }
        );

    /// <summary>Ends every span inside the given one that nobody ended, youngest first.</summary>
    public void EndInside(string span, string error)
    {
        if (_open.Count <= 1)
        {
            return;
        }

        foreach (string id in _open.Keys.Where(id => id != span && IsInside(id, span)).Reverse().ToList())
        {
            End(new SpanEndedEvent(id) { Error = error });
        }
    }

    private bool IsInside(string id, string ancestor)
    {
        // Parents come from the agent and may form a circle; no honest tree is deeper than the number of open spans.
        for (int depth = 0; depth <= _open.Count && _open.TryGetValue(id, out OpenSpan? span); depth++)
        {
            if (span.Parent == ancestor)
            {
                return true;
            }

            if (span.Parent is null)
            {
                return false;
            }

            id = span.Parent;
        }

        return false;
    }

    private sealed record OpenSpan(string Name, string Kind, string? Parent);
}
