using System.Text;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Tests.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Export;

/// <summary>Spans as they may be exported.</summary>
internal static class SpanSamples
{
    private static readonly TurnSpan _turn = new(1, "turn", DateTimeOffset.UnixEpoch.AddDays(1));

    private static readonly Gen<string> _text = ArbMap
        .Default.GeneratorFor<NonNull<string>>()
        .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));

    private static readonly Gen<ulong> _id = ArbMap.Default.GeneratorFor<ulong>().Select(id => id | 1);

    private static readonly Gen<AttributeSet> _attributes = Attributes(depth: 0);

    /// <summary>Any span.</summary>
    public static Gen<OutgoingSpan> Span { get; } =
        from high in _id
        from low in _id
        from id in _id
        from parent in Gen.OneOf(Gen.Constant(0UL), _id)
        from name in _text
        from side in Gen.Elements(Enum.GetValues<SpanSide>())
        from start in ArbMap.Default.GeneratorFor<ulong>()
        from end in ArbMap.Default.GeneratorFor<ulong>()
        from attributes in _attributes
        from events in (
            from happened in _text
            from time in ArbMap.Default.GeneratorFor<ulong>()
            from facts in _attributes
            select new OutgoingEvent(happened, time, facts)
        ).ListOf()
        from failed in Gen.Elements<bool?>(null, true, false)
        from message in _text
        select new OutgoingSpan
        {
            Trace = new TraceKey(high, low),
            Id = id,
            Parent = parent,
            Name = name,
            Side = side,
            Start = start,
            End = end,
            Attributes = attributes,
            Events = [.. events],
            Failed = failed,
            StatusMessage = failed is null ? null : message,
            Source = new SpanSource("shop", "lib"),
        };

    /// <summary>Everything that spans say, for comparing.</summary>
    public static string Show(IEnumerable<OutgoingSpan> spans) =>
        string.Join('\n', spans.Select(span => Show(ExportedAs(span))));

    /// <summary>Everything that spans say as they were received, for comparing.</summary>
    public static string Show(IReadOnlyList<ExportedSpan> spans) => string.Join('\n', spans.Select(Show));

    /// <summary>The lines that received spans of one run become.</summary>
    public static string Lines(IReadOnlyList<ExportedSpan> spans) =>
        string.Join('\n', StoryLines.Of(new SpanStory([_turn], spans)));

    private static string Show(ExportedSpan span) =>
        string.Join(
            '\n',
            [$"{span.Trace} {span.Id} {span.End} {span.Source}", .. StoryLines.Of(new SpanStory([_turn], [span]))]
        );

    // As an agent's SDK would have sent it.
    private static ExportedSpan ExportedAs(OutgoingSpan span) =>
        ProtobufTraces
            .Read(
                ExportBody.Protobuf(
                    span.Source,
                    new SentSpan
                    {
                        Trace = span.Trace,
                        Id = span.Id,
                        Parent = span.Parent,
                        Name = span.Name,
                        Side = span.Side,
                        Start = span.Start,
                        End = span.End,
                        Attributes = Sent(span.Attributes),
                        Events =
                        [
                            .. span.Events.Select(happened => new SentEvent(
                                happened.Name,
                                happened.Time,
                                Sent(happened.Attributes)
                            )),
                        ],
                        Failed = span.Failed,
                        StatusMessage = span.StatusMessage,
                    }
                )
            )
            .ShouldHaveSingleItem();

    private static SentAttributes Sent(AttributeSet attributes)
    {
        SentAttributes sent = [];
        foreach ((string name, object? value) in attributes.Items)
        {
            sent.Add(name, Sent(value));
        }

        return sent;
    }

    private static object? Sent(object? value) =>
        value switch
        {
            AttributeSet set => Sent(set),
            IReadOnlyList<object?> list => list.Select(Sent).ToList(),
            _ => value,
        };

    private static Gen<AttributeSet> Attributes(int depth) =>
        (from name in _text from value in Value(depth) select (name, value))
            .ListOf()
            .Select(pairs =>
            {
                AttributeSet set = new();
                foreach ((string name, object? value) in pairs)
                {
                    set.Add(name, value);
                }

                return set;
            });

    private static Gen<object?> Value(int depth)
    {
        Gen<object?>[] flat =
        [
            Gen.Constant<object?>(null),
            _text.Select(text => (object?)text),
            ArbMap.Default.GeneratorFor<bool>().Select(truth => (object?)truth),
            ArbMap.Default.GeneratorFor<long>().Select(number => (object?)number),
            ArbMap.Default.GeneratorFor<double>().Select(number => (object?)number),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => (object?)(bytes ?? [])),
        ];
        return depth >= 2
            ? Gen.OneOf(flat)
            : Gen.OneOf([
                .. flat,
                Gen.Sized(_ => Value(depth + 1).ListOf().Select(items => (object?)items.ToList())),
                Gen.Sized(_ => Attributes(depth + 1).Select(set => (object?)set)),
            ]);
    }
}
