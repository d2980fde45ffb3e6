using Baton.Experiments.Telemetry;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using Baton.TestSupport;
using static Baton.Experiments.Tests.Telemetry.ReceiverFixture;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class SpanCollectorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SpanCollector _collector;

    public SpanCollectorTests() => _collector = new SpanCollector(new TraceIds(sitting: 0xABCD, seed: 1), _time);

    [Fact]
    public void Every_run_has_a_trace_of_its_own_in_the_words_of_W3C()
    {
        List<RunSpans> runs = [.. Enumerable.Range(0, 10_000).Select(_ => _collector.Begin())];

        runs.Select(run => run.Trace).Distinct().Count().ShouldBe(10_000);
        runs.ShouldAllBe(run => run.Span != 0);
        runs[0].TraceParent.ShouldMatch("^00-000000000000abcd[0-9a-f]{16}-[0-9a-f]{16}-01$");
    }

    [Fact]
    public void The_same_randomness_makes_the_same_traces() =>
        new SpanCollector(new TraceIds(0xABCD, 1), _time).Begin().TraceParent.ShouldBe(_collector.Begin().TraceParent);

    [Fact]
    public void Two_sittings_share_no_trace()
    {
        (TraceKey first, _) = TraceIds.Draw().Next();
        (TraceKey second, _) = TraceIds.Draw().Next();

        first.High.ShouldNotBe(second.High);
    }

    [Fact]
    public void A_span_that_is_exported_twice_counts_once()
    {
        RunSpans run = _collector.Begin();

        _collector.Take(ExportBody.Taken([Span(run, 1), Span(run, 2)]));
        _collector.Take(ExportBody.Taken([Span(run, 1), Span(run, 2), Span(run, 3)]));

        run.Close().Count.ShouldBe(3);
        _collector.Counts.ShouldBe(new TelemetryCounts { Spans = 3, Duplicates = 2 });
    }

    [Fact]
    public void A_span_that_was_taken_outlives_the_bytes_of_its_export()
    {
        RunSpans run = _collector.Begin();
        byte[] export = ExportBody.Protobuf(Span(run, 1, "first"), Span(run, 2, new string('x', 100_000)));

        _collector.Take(ProtobufTraces.Read(export));
        Array.Clear(export);

        run.Close().Select(span => new SpanNode(span).Meaning.Name).ShouldBe(["first", new string('x', 100_000)]);
    }

    [Fact]
    public void A_span_of_a_run_that_is_over_is_late_and_one_of_no_run_is_foreign()
    {
        RunSpans run = _collector.Begin();
        run.Close();
        _collector.HasHeard.ShouldBeFalse();

        _collector.Take(ExportBody.Taken([Span(run, 1) with { Trace = new TraceKey(5, 6) }]));
        _collector.HasHeard.ShouldBeFalse();
        (int rejected, _) = _collector.Take(ExportBody.Taken([Span(run, 1)]));

        rejected.ShouldBe(0);
        _collector.HasHeard.ShouldBeTrue();
        _collector.Counts.ShouldBe(new TelemetryCounts { Late = 1, Foreign = 1 });
        _collector.Open.ShouldBe(0);
    }

    [Fact]
    public void The_lag_of_exports_is_learnt_at_once_forgotten_slowly_and_never_from_a_wrong_clock()
    {
        RunSpans run = _collector.Begin();
        void Export(ulong id, double secondsAgo) =>
            _collector.Take(
                ExportBody.Taken([
                    Span(run, id) with
                    {
                        End =
                            (ulong)((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - secondsAgo)
                            * 1_000_000_000,
                    },
                ])
            );

        Export(1, secondsAgo: 5);
        _collector.Lag.ShouldBe(TimeSpan.FromSeconds(5));
        Export(2, secondsAgo: 1);
        _collector.Lag.ShouldBe(TimeSpan.FromSeconds(4.5));
        Export(3, secondsAgo: 3600);
        Export(4, secondsAgo: -3600);
        _collector.Lag.ShouldBe(TimeSpan.FromSeconds(4.5 * 0.9 * 0.9));
        Export(5, secondsAgo: 5);
        _collector.Lag.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_run_with_too_many_spans_keeps_the_first_and_refuses_the_rest()
    {
        RunSpans run = _collector.Begin();

        (int rejected, string? reason) = _collector.Take(
            ExportBody.Taken([.. Enumerable.Range(1, RunSpans.MostSpans + 5).Select(id => Span(run, (ulong)id))])
        );

        rejected.ShouldBe(5);
        reason!.ShouldContain("10000 spans");
        run.Close().Count.ShouldBe(RunSpans.MostSpans);
    }

    [Fact]
    public void A_run_whose_spans_are_too_heavy_refuses_the_rest()
    {
        RunSpans run = _collector.Begin();
        SentAttributes heavy = new();
        heavy.Add("prompt", new string('x', 4 * 1024 * 1024));

        (int rejected, _) = _collector.Take(
            ExportBody.Taken([
                .. Enumerable.Range(1, 20).Select(id => Span(run, (ulong)id) with { Attributes = heavy }),
            ])
        );

        rejected.ShouldBeGreaterThan(0);
        run.Close().Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Spans_of_many_runs_that_come_at_once_reach_the_right_ones()
    {
        List<RunSpans> runs = [.. Enumerable.Range(0, 32).Select(_ => _collector.Begin())];

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(exporter =>
                    Task.Run(
                        () =>
                        {
                            for (ulong id = 1; id <= 50; id++)
                            {
                                _collector.Take(
                                    ExportBody.Taken([
                                        .. runs.Select(run => Span(run, ((ulong)exporter << 32) | id, run.TraceParent)),
                                    ])
                                );
                            }
                        },
                        TestContext.Current.CancellationToken
                    )
                )
        );

        foreach (RunSpans run in runs)
        {
            IReadOnlyCollection<ExportedSpan> spans = run.Close();
            spans.Count.ShouldBe(400);
            spans.ShouldAllBe(span => new SpanNode(span).Meaning.Name == run.TraceParent);
        }

        _collector.Counts.Spans.ShouldBe(32 * 400);
    }
}
