using System.Text;
using System.Text.Json;
using Baton.Experiments.Telemetry.Spans;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>Spans as an SDK may make them.</summary>
internal static class SpanSamples
{
    private static readonly Gen<string> _text = ArbMap
        .Default.GeneratorFor<NonNull<string>>()
        .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));

    private static readonly Gen<ulong> _id = ArbMap.Default.GeneratorFor<ulong>().Select(id => id | 1);

    private static readonly Gen<AttributeSet> _attributes = Attributes(depth: 0);

    /// <summary>Any span.</summary>
    public static Gen<ReceivedSpan> Span { get; } =
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
            select new ReceivedEvent(happened, time, facts)
        ).ListOf()
        from failed in Gen.Elements<bool?>(null, true, false)
        from message in _text
        select new ReceivedSpan
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
    public static string Show(IEnumerable<ExportedSpan> spans)
    {
        using MemoryStream shown = new();
        using (Utf8JsonWriter json = new(shown))
        {
            json.WriteStartArray();
            foreach (ReceivedSpan span in spans.Select(span => span.Read()))
            {
                json.WriteStringValue(
                    $"{span.Trace} {span.Id} {span.Parent} {span.Name} {span.Side} {span.Start} {span.End} {span.Failed} {span.StatusMessage} {span.Source}"
                );
                AttributeSet.WriteValue(json, null, span.Attributes);
                foreach (ReceivedEvent happened in span.Events)
                {
                    json.WriteStringValue($"{happened.Name} {happened.Time}");
                    AttributeSet.WriteValue(json, null, happened.Attributes);
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(shown.ToArray());
    }

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
