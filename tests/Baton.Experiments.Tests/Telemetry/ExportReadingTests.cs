using System.Text;
using System.Text.Json;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class ExportReadingTests
{
    private static readonly Gen<string> _text = ArbMap
        .Default.GeneratorFor<NonNull<string>>()
        .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));

    private static readonly Gen<ulong> _id = ArbMap.Default.GeneratorFor<ulong>().Select(id => id | 1);

    private static readonly Gen<AttributeSet> _attributes = Attributes(depth: 0);

    private static readonly Gen<ReceivedSpan> _span =
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

    [Fact]
    public void Whatever_an_SDK_may_say_is_read_back_from_protobuf() =>
        Prop.ForAll(
                _span.ListOf().Resize(12).ToArbitrary(),
                spans => Show(ProtobufTraces.Read(ExportBody.Protobuf([.. spans]))) == Show([.. spans])
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Json_says_the_same_as_protobuf() =>
        Prop.ForAll(
                _span.ListOf().Resize(12).ToArbitrary(),
                spans => Show(JsonTraces.Read(ExportBody.Json([.. spans]))) == Show([.. spans])
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Arbitrary_bytes_are_an_export_or_malformed() =>
        Prop.ForAll(
                Gen.OneOf(
                        ArbMap.Default.GeneratorFor<byte[]>(),
                        Gen.Elements<byte>(0x0A, 0x12, 0x1A, 0x05, 0x02, 0x01, 0x00, 0xFF, 0x80, 0x0B, 0x0C, 0x39)
                            .ListOf()
                            .Select(bytes => bytes.ToArray())
                    )
                    .ToArbitrary(),
                bytes => IsReadOrMalformed(bytes)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void A_damaged_export_is_an_export_or_malformed() =>
        Prop.ForAll(
                (
                    from span in _span.Resize(8)
                    from at in ArbMap.Default.GeneratorFor<NonNegativeInt>()
                    from damage in ArbMap.Default.GeneratorFor<byte>()
                    from inJson in ArbMap.Default.GeneratorFor<bool>()
                    from isCut in ArbMap.Default.GeneratorFor<bool>()
                    select Damage(inJson ? ExportBody.Json(span) : ExportBody.Protobuf(span), at.Get, damage, isCut)
                ).ToArbitrary(),
                bytes => IsReadOrMalformed(bytes)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Values_nested_beyond_reason_are_left_out_and_the_rest_is_kept()
    {
        object? deep = "the bottom";
        for (int level = 0; level < 1000; level++)
        {
            deep = new List<object?> { deep };
        }

        AttributeSet attributes = new();
        attributes.Add("deep", deep);
        attributes.Add("flat", 1L);

        ReceivedSpan read = ProtobufTraces
            .Read(ExportBody.Protobuf(Span() with { Attributes = attributes }))
            .ShouldHaveSingleItem()
            .Read();

        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            AttributeSet.WriteValue(json, null, read.Attributes);
        }

        JsonElement facts = JsonElement.Parse(written.ToArray());
        facts.GetProperty("flat").GetInt32().ShouldBe(1);
        facts.GetProperty("deep").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public void Identifiers_of_the_wrong_length_name_nothing()
    {
        byte[] span = [.. ExportBody.Message(1, [1, 2, 3]), .. ExportBody.Message(2, [1, 2, 3, 4, 5, 6, 7, 8, 9])];
        byte[] export = ExportBody.Message(1, ExportBody.Message(2, ExportBody.Message(2, span)));

        ExportedSpan read = ProtobufTraces.Read(export).ShouldHaveSingleItem();

        read.Trace.IsNone.ShouldBeTrue();
        read.Id.ShouldBe(0UL);
    }

    [Fact]
    public void Fields_nobody_knows_yet_are_passed_over_groups_included()
    {
        byte[] unknown =
        [
            .. ExportBody.Varint(77 << 3 | 3),
            .. ExportBody.Message(5, [1, 2, 3]),
            .. ExportBody.Varint(77 << 3 | 4),
            .. ExportBody.Varint(78 << 3 | 5),
            1,
            2,
            3,
            4,
        ];

        ProtobufTraces.Read([.. unknown, .. ExportBody.Protobuf(Span()), .. unknown]).ShouldHaveSingleItem();
    }

    private static ReceivedSpan Span() => new() { Trace = new TraceKey(1, 2), Id = 3 };

    private static bool IsReadOrMalformed(byte[] bytes)
    {
        // What is taken is whole: it is read when nobody is there any more to whom it could be refused.
        Show(Try(() => ProtobufTraces.Read(bytes)));
        Show(Try(() => JsonTraces.Read(bytes)));
        return true;

        static IEnumerable<ExportedSpan> Try(Func<IEnumerable<ExportedSpan>> read)
        {
            try
            {
                return read();
            }
            catch (MalformedTelemetryException error)
            {
                error.Message.ShouldNotBeEmpty();
                return [];
            }
        }
    }

    private static byte[] Damage(byte[] export, int at, byte damage, bool isCut)
    {
        int place = at % export.Length;
        if (isCut)
        {
            return export[..place];
        }

        export[place] = damage;
        return export;
    }

    private static string Show(IEnumerable<ExportedSpan> spans)
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
