using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What the spans of one run tell: observations in the order of time, tokens, and calls of tools.</summary>
internal sealed class SpanStory
{
    private readonly string _traceId;
    private readonly IReadOnlyList<TurnSpan> _turns;
    private readonly List<(ulong Place, Observation Observation)> _observations = [];
    private readonly List<(ulong Start, TraceToolCall Call)> _toolCalls = [];
    private readonly HashSet<ulong> _accounted = [];
    private readonly Dictionary<ulong, Entered> _entered = [];

    /// <summary>Reads the spans.</summary>
    /// <param name="traceId">The run's name in the results.</param>
    /// <param name="turns">The turns' spans, the first one first; spans without a parent belong to one of them.</param>
    /// <param name="spans">The spans as they came.</param>
    public SpanStory(string traceId, IReadOnlyList<TurnSpan> turns, IReadOnlyCollection<ReceivedSpan> spans)
    {
        _traceId = traceId;
        _turns = turns;
        foreach (SpanStep step in SpanWalk.Through(spans))
        {
            if (step.IsOver)
            {
                Leave(step);
            }
            else
            {
                Enter(step);
            }
        }

        Observations = [.. _observations.OrderBy(item => item.Place).Select(item => item.Observation)];
    }

    /// <summary>
    /// The observations, oldest first, but each inside the span it belongs to: clocks of SDKs are not fine enough to
    /// tell that by themselves.
    /// </summary>
    public IReadOnlyList<Observation> Observations { get; }

    /// <summary>What was spent; <see langword="null"/> when no span told.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The calls of tools, in the order of their start.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls =>
        [.. _toolCalls.OrderBy(called => called.Start).Select(called => called.Call)];

    private void Enter(SpanStep step)
    {
        ReceivedSpan span = step.Span;
        Entered? around = step.IsOutermost ? null : _entered[span.Parent];
        Entered entered = new(
            new SpanMeaning(span),
            around is null ? TurnOf(span).Span : Name(span.Parent),
            Math.Max(span.Start, around?.Start ?? 0)
        );
        _entered[span.Id] = entered;
        SpanMeaning meaning = entered.Meaning;
        Add(
            entered.Start,
            Observe("span_start", entered, span.Start, span) with
            {
                Input = meaning.Input,
                Attributes = meaning.Attributes(),
            }
        );
        if (meaning.Kind == "tool")
        {
            AddToolCall(span, meaning);
        }

        foreach (ReceivedEvent happened in span.Events)
        {
            AddEvent(span, entered, happened);
        }
    }

    private void Leave(SpanStep step)
    {
        ReceivedSpan span = step.Span;
        Entered entered = _entered[span.Id];
        ulong end = Math.Max(entered.Start, Math.Max(entered.End, span.End));
        Add(
            end,
            Observe("span_end", entered, Math.Max(span.Start, span.End), span) with
            {
                Output = entered.Meaning.Output,
                Error = entered.Meaning.Error,
                Attributes = entered.Meaning.Account(),
            }
        );
        if (!step.IsOutermost)
        {
            Entered around = _entered[span.Parent];
            around.End = Math.Max(around.End, end);
        }

        AddUsage(span, entered.Meaning.Usage, step.IsOutermost);
    }

    private void AddToolCall(ReceivedSpan span, SpanMeaning meaning)
    {
        TraceToolCall call = new(
            meaning.ToolCall ?? Name(span.Id),
            meaning.Name,
            meaning.Input,
            meaning.Output,
            meaning.Error,
            TurnOf(span).Number
        );
        _toolCalls.Add((span.Start, call));
    }

    private void AddEvent(ReceivedSpan span, Entered entered, ReceivedEvent happened)
    {
        ulong place = Math.Max(happened.Time, entered.Start);
        entered.End = Math.Max(entered.End, place);
        Add(
            place,
            new Observation
            {
                TraceId = _traceId,
                Type = "event",
                ParentSpanId = Name(span.Id),
                Name = happened.Name,
                Kind = "event",
                Timestamp = Time(happened.Time, span),
                Attributes =
                    happened.Attributes.Count == 0 ? null : JsonText.Object(json => happened.Attributes.WriteTo(json)),
            }
        );
    }

    private void Add(ulong place, Observation observation) => _observations.Add((place, observation));

    private Observation Observe(string type, Entered entered, ulong time, ReceivedSpan span) =>
        new()
        {
            TraceId = _traceId,
            Type = type,
            SpanId = Name(span.Id),
            ParentSpanId = entered.Parent,
            Name = entered.Meaning.Name,
            Kind = entered.Meaning.Kind,
            Timestamp = Time(time, span),
        };

    // An agent's span often repeats what its model calls spent; only the innermost account counts.
    private void AddUsage(ReceivedSpan span, Usage? usage, bool isOutermost)
    {
        bool isTold = _accounted.Contains(span.Id);
        if (usage is not null && !isTold)
        {
            Usage = Usage is null ? usage : Usage + usage;
        }

        if ((usage is not null || isTold) && !isOutermost)
        {
            _accounted.Add(span.Parent);
        }
    }

    /// <summary>The turn during which a span began; the first one for a span before all.</summary>
    private TurnSpan TurnOf(ReceivedSpan span)
    {
        DateTimeOffset start = Time(span.Start, span);
        return _turns.LastOrDefault(turn => turn.Start <= start) ?? _turns[0];
    }

    private DateTimeOffset Time(ulong nanoseconds, ReceivedSpan span) =>
        (nanoseconds, span.Start) switch
        {
            (0, 0) => _turns[0].Start,
            (0, ulong start) => Time(start, span),
            _ => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100)),
        };

    private static string Name(ulong span) => $"{span:x16}";

    private sealed record Entered(SpanMeaning Meaning, string Parent, ulong Start)
    {
        /// <summary>Where the latest of what is inside ends, so far.</summary>
        public ulong End { get; set; }
    }
}

/// <summary>A turn as observations have it.</summary>
/// <param name="Number">The turn, from 1.</param>
/// <param name="Span">Its span.</param>
/// <param name="Start">When it began.</param>
internal sealed record TurnSpan(int Number, string Span, DateTimeOffset Start);
