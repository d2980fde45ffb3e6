using System.Text.Json;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class ExportReadingTests
{
    [Fact]
    public void Whatever_an_SDK_may_say_is_read_back_from_protobuf() =>
        Prop.ForAll(
                SpanSamples.Span.ListOf().Resize(12).ToArbitrary(),
                spans =>
                    SpanSamples.Show(ProtobufTraces.Read(ExportBody.Protobuf([.. spans])))
                    == SpanSamples.Show([.. spans])
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Json_says_the_same_as_protobuf() =>
        Prop.ForAll(
                SpanSamples.Span.ListOf().Resize(12).ToArbitrary(),
                spans => SpanSamples.Show(JsonTraces.Read(ExportBody.Json([.. spans]))) == SpanSamples.Show([.. spans])
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
                    from span in SpanSamples.Span.Resize(8)
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
        SpanSamples.Show(Try(() => ProtobufTraces.Read(bytes)));
        SpanSamples.Show(Try(() => JsonTraces.Read(bytes)));
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
}
