using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class ExportReadingTests
{
    private static readonly TurnSpan _turn = new(1, "turn", DateTimeOffset.UnixEpoch.AddDays(1));
    private static readonly SpanSource _shop = new("shop", "lib");
    private static readonly SecretRedactor _known = Knowing("hush-hush");

    private static readonly Gen<string> _anyText = ArbMap
        .Default.GeneratorFor<NonNull<string>>()
        .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));

    private static readonly Gen<string> _text = Gen.OneOf(
        _anyText,
        Gen.Elements(
            "",
            "12",
            "chat",
            "Execute_Tool",
            "exception",
            "my key is hush-hush.",
            """{"role": "user\u00e9", "parts": [1, null, true, "hush-hush"]}""",
            """["fine, thank you", "😀"]""",
            "[broken"
        )
    );

    private static readonly Gen<string> _name = Gen.OneOf(
        _text,
        Gen.Elements(
            "gen_ai.operation.name",
            "openinference.span.kind",
            "gen_ai.tool.name",
            "tool.name",
            "gen_ai.agent.name",
            "gen_ai.request.model",
            "gen_ai.response.model",
            "gen_ai.usage.input_tokens",
            "llm.usage.prompt_tokens",
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.total_tokens",
            "gen_ai.input.messages",
            "input.value",
            "gen_ai.output.messages",
            "exception.type",
            "exception.message",
            "error.type"
        )
    );

    private static readonly Gen<ulong> _id = ArbMap.Default.GeneratorFor<ulong>().Select(id => id | 1);

    private static readonly Gen<SentAttributes> _attributes = Attributes(depth: 0);

    private static readonly Gen<SentSpan> _span =
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
            select new SentEvent(happened, time, facts)
        ).ListOf()
        from failed in Gen.Elements<bool?>(null, true, false)
        from message in _text
        select new SentSpan
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
        };

    [Fact]
    public void Whatever_an_SDK_may_say_is_written_down_and_no_secret_in_it() =>
        Prop.ForAll(
                (
                    from span in _span.Resize(8)
                    from inJson in ArbMap.Default.GeneratorFor<bool>()
                    from hasSecrets in ArbMap.Default.GeneratorFor<bool>()
                    select (span, inJson, hasSecrets)
                ).ToArbitrary(),
                sent =>
                {
                    SecretRedactor redactor = sent.hasSecrets ? Knowing("hush-hush") : SecretRedactor.None;
                    string[] lines = StoryLines.Of(new SpanStory([_turn], Read(sent.inJson, sent.span)), redactor);
                    List<JsonObject> expected = new SpanReference(sent.span, _turn, _shop, redactor).Lines();
                    lines.Length.ShouldBe(expected.Count);
                    foreach ((string line, JsonObject wanted) in lines.Zip(expected))
                    {
                        if (!JsonElement.DeepEquals(JsonElement.Parse(line), JsonElement.Parse(wanted.ToJsonString())))
                        {
                            line.ShouldBe(wanted.ToJsonString());
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Json_says_the_same_as_protobuf() =>
        Prop.ForAll(
                _span.ListOf().Resize(12).ToArbitrary(),
                spans =>
                {
                    List<SentSpan> distinct = [.. spans.DistinctBy(span => span.Id)];
                    Show(JsonTraces.Read(ExportBody.Json(distinct)))
                        .ShouldBe(Show(ProtobufTraces.Read(ExportBody.Protobuf(distinct))));
                }
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

        SentAttributes attributes = new();
        attributes.Add("deep", deep);
        attributes.Add("flat", 1L);

        string start = StoryLines.Of(new SpanStory([_turn], ExportBody.Taken(Span() with { Attributes = attributes })))[
            0
        ];

        JsonElement facts = JsonElement.Parse(start).GetProperty("attributes");
        facts.GetProperty("flat").GetInt32().ShouldBe(1);
        facts.GetProperty("deep").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_written_as_replacement_characters()
    {
        byte[] bad = [(byte)'a', 0xFF, (byte)'b'];
        byte[] value = ExportBody.Message(2, ExportBody.Message(1, bad));
        byte[] span =
        [
            .. ExportBody.Message(2, [1, 2, 3, 4, 5, 6, 7, 8]),
            .. ExportBody.Message(5, bad),
            .. ExportBody.Message(9, [.. ExportBody.Message(1, bad), .. value]),
        ];
        byte[] export = ExportBody.Message(1, ExportBody.Message(2, ExportBody.Message(2, span)));

        Observation start = StoryLines.Read(new SpanStory([_turn], ProtobufTraces.Read(export)))[0];

        start.Name.ShouldBe("a\uFFFDb");
        start.Attributes!.Value.GetProperty("a\uFFFDb").GetString().ShouldBe("a\uFFFDb");
    }

    [Theory]
    [InlineData("""{ "a": [1, "x"], "b": "\u00e9" }\n""", """{"a":[1,"x"],"b":"é"}""")]
    [InlineData("""[ 1.50 ]""", """[ 1.50 ]""")]
    [InlineData("""{"a":""", "\"{\\\"a\\\":\"")]
    [InlineData("""["\ud800"]""", "\"[\\\"\\\\ud800\\\"]\"")]
    [InlineData("""["key hush-hush"]""", """["key [redacted]"]""")]
    [InlineData("""["\u0068ush-hush"]""", """["[redacted]"]""")]
    public void Text_that_is_JSON_is_told_as_what_it_says(string text, string told)
    {
        SentAttributes attributes = new() { { "input.value", text.Replace("\\n", "\n", StringComparison.Ordinal) } };
        SpanStory story = new([_turn], ExportBody.Taken(Span() with { Attributes = attributes }));

        string start = StoryLines.Of(story, Knowing("hush-hush"))[0];

        JsonElement.Parse(start).GetProperty("input").GetRawText().ShouldBe(told);
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

        byte[] export = [.. unknown, .. ExportBody.Protobuf(Span()), .. unknown];

        ProtobufTraces.Read(export).ShouldHaveSingleItem();
    }

    private static SentSpan Span() => new() { Trace = new TraceKey(1, 2), Id = 3 };

    private static bool IsReadOrMalformed(byte[] bytes)
    {
        // What is taken is whole: it is read when nobody is there any more to whom it could be refused.
        Show(Try(() => ProtobufTraces.Read(bytes)));
        Show(Try(() => JsonTraces.Read(bytes)));
        return true;

        static IReadOnlyList<ExportedSpan> Try(Func<IReadOnlyList<ExportedSpan>> read)
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

    private static List<ExportedSpan> Read(bool inJson, SentSpan span) =>
        inJson ? JsonTraces.Read(ExportBody.Json(span)) : ProtobufTraces.Read(ExportBody.Protobuf(span));

    private static SecretRedactor Knowing(string secret)
    {
        SecretCollector secrets = new();
        secrets.Add(secret);
        return new SecretRedactor(secrets);
    }

    private static string Show(IReadOnlyList<ExportedSpan> spans) =>
        string.Join(
            '\n',
            [
                .. spans.Select(span => $"{span.Trace} {span.Id} {span.End} {span.Source}"),
                .. StoryLines.Of(new SpanStory([_turn], [.. spans.DistinctBy(span => span.Id)])),
            ]
        );

    private static Gen<SentAttributes> Attributes(int depth) =>
        (from name in _name from value in Value(depth) select (name, value))
            .ListOf()
            .Select(pairs =>
            {
                SentAttributes set = [];
                foreach ((string name, object? value) in pairs.DistinctBy(pair => _known.Redact(pair.name)))
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
