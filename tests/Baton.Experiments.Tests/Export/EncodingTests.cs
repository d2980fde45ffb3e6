using Baton.Experiments.Export.Otlp;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Export;

public sealed class EncodingTests
{
    private static readonly SpanOrigin Origin = new(Resource(), "baton", "1.2.3");

    private static readonly Gen<List<OutgoingSpan>> Spans = (
        from spans in (
            from span in SpanSamples.Span
            from source in Gen.Elements(
                SpanSource.Unknown,
                new SpanSource("shop", "lib"),
                new SpanSource("shop", null),
                new SpanSource(null, "lib")
            )
            select span with
            {
                Source = source,
            }
        ).ListOf()
        select spans.ToList()
    ).Resize(12);

    [Fact]
    public void Whatever_is_written_in_protobuf_is_read_back() =>
        Prop.ForAll(
                Spans.ToArbitrary(),
                spans =>
                    SpanSamples.Show(ProtobufTraces.Read(Written(new ProtobufBatch(Origin), spans)))
                    == SpanSamples.Show(Expected(spans))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Whatever_is_written_in_JSON_is_read_back() =>
        Prop.ForAll(
                Spans.ToArbitrary(),
                spans =>
                {
                    using JsonBatch batch = new(Origin);
                    return SpanSamples.Show(JsonTraces.Read(Written(batch, spans)))
                        == SpanSamples.Show(Expected(spans));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_batch_begins_anew_after_its_request_and_knows_its_size()
    {
        ProtobufBatch batch = new(Origin);
        batch.Add(Span("first"));
        long length = batch.Length;
        string first = SpanSamples.Show(ProtobufTraces.Read(batch.TakeRequest()));

        batch.Count.ShouldBe(0);
        batch.Length.ShouldBe(0);
        length.ShouldBeGreaterThan(20);
        batch.Add(Span("second"));
        string second = SpanSamples.Show(ProtobufTraces.Read(batch.TakeRequest()));

        first.ShouldContain("first");
        second.ShouldContain("second");
        second.ShouldNotContain("first");
    }

    [Fact]
    public void Half_of_a_surrogate_pair_does_not_spoil_a_request()
    {
        OutgoingSpan odd = Span("odd \ud83d name");
        ProtobufBatch protobuf = new(Origin);
        using JsonBatch json = new(Origin);

        SpanSamples.Show(ProtobufTraces.Read(Written(protobuf, [odd]))).ShouldContain("odd \ufffd name");
        SpanSamples.Show(JsonTraces.Read(Written(json, [odd]))).ShouldContain("odd \ufffd name");
    }

    private static OutgoingSpan Span(string name) =>
        new()
        {
            Trace = new TraceKey(1, 2),
            Id = 3,
            Name = name,
        };

    private static ReadOnlyMemory<byte> Written(ISpanBatch batch, IEnumerable<OutgoingSpan> spans)
    {
        foreach (OutgoingSpan span in spans)
        {
            batch.Add(span);
        }

        return batch.TakeRequest();
    }

    // Spans stand by where they come from; what tells nothing of that comes from Baton.
    private static IEnumerable<OutgoingSpan> Expected(IEnumerable<OutgoingSpan> spans) =>
        spans
            .GroupBy(span => span.Source)
            .SelectMany(group => group)
            .Select(span =>
                span with
                {
                    Source = new SpanSource(
                        span.Source.Service ?? "rehearsal",
                        span.Source.Scope ?? (span.Source.Service is null ? "baton" : null)
                    ),
                }
            );

    private static AttributeSet Resource()
    {
        AttributeSet resource = new();
        resource.Add("service.name", "rehearsal");
        return resource;
    }
}
