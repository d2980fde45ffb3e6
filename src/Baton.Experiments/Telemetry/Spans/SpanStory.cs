using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What the spans of one run tell: observations in the order of time, tokens, and calls of tools.</summary>
internal sealed class SpanStory
{
    private readonly string _traceId;
    private readonly IReadOnlyList<TurnSpan> _turns;
    private readonly List<Observation> _observations = [];
    private readonly List<(ulong Start, TraceToolCall Call)> _toolCalls = [];
    private readonly HashSet<ulong> _accounted = [];
    private readonly Dictionary<ulong, (SpanMeaning Meaning, string Parent)> _entered = [];

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

        Observations = [.. _observations.OrderBy(observation => observation.Timestamp)];
    }

    /// <summary>The observations, oldest first; what happened at the same time stands as it was nested.</summary>
    public IReadOnlyList<Observation> Observations { get; }

    /// <summary>What was spent; <see langword="null"/> when no span told.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The calls of tools, in the order of their start.</summary>
    public IReadOnlyList<TraceToolCall> ToolCalls =>
        [.. _toolCalls.OrderBy(called => called.Start).Select(called => called.Call)];

    private void Enter(SpanStep step)
    {
        ReceivedSpan span = step.Span;
        SpanMeaning meaning = new(span);
        string parent = step.IsOutermost ? TurnOf(span).Span : Name(span.Parent);
        _entered[span.Id] = (meaning, parent);
        _observations.Add(
            new Observation
            {
                TraceId = _traceId,
                Type = "span_start",
                SpanId = Name(span.Id),
                ParentSpanId = parent,
                Name = meaning.Name,
                Kind = meaning.Kind,
                Timestamp = Time(span.Start, span),
                Input = meaning.Input,
                Attributes = meaning.Attributes(),
            }
        );
        if (meaning.Kind == "tool")
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

        foreach (ReceivedEvent happened in span.Events)
        {
            _observations.Add(
                new Observation
                {
                    TraceId = _traceId,
                    Type = "event",
                    ParentSpanId = Name(span.Id),
                    Name = happened.Name,
                    Kind = "event",
                    Timestamp = Time(happened.Time, span),
                    Attributes =
                        happened.Attributes.Count == 0
                            ? null
                            : JsonText.Object(json => happened.Attributes.WriteTo(json)),
                }
            );
        }
    }

    private void Leave(SpanStep step)
    {
        ReceivedSpan span = step.Span;
        (SpanMeaning meaning, string parent) = _entered[span.Id];
        _observations.Add(
            new Observation
            {
                TraceId = _traceId,
                Type = "span_end",
                SpanId = Name(span.Id),
                ParentSpanId = parent,
                Name = meaning.Name,
                Kind = meaning.Kind,
                Timestamp = Time(Math.Max(span.Start, span.End), span),
                Output = meaning.Output,
                Error = meaning.Error,
                Attributes = meaning.Account(),
            }
        );
        AddUsage(span, meaning.Usage, step.IsOutermost);
    }

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
}

/// <summary>A turn as observations have it.</summary>
/// <param name="Number">The turn, from 1.</param>
/// <param name="Span">Its span.</param>
/// <param name="Start">When it began.</param>
internal sealed record TurnSpan(int Number, string Span, DateTimeOffset Start);
