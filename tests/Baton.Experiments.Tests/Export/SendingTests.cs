using System.IO.Compression;
using System.Text;
using Baton.Experiments.Export;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Tests.Telemetry;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;

namespace Baton.Experiments.Tests.Export;

/// <summary>Experiments sent to servers, good and bad ones.</summary>
public sealed class SendingTests : IDisposable
{
    private readonly RecordedFolder _folder = new();
    private readonly ImpatientTimeProvider _time = new(TimeSpan.FromMinutes(2));
    private readonly Told _told = new();

    public SendingTests() => _folder.Run(1).Run(2).Write();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OtlpEncoding.Protobuf, true)]
    [InlineData(OtlpEncoding.Protobuf, false)]
    [InlineData(OtlpEncoding.Json, true)]
    [InlineData(OtlpEncoding.Json, false)]
    public async Task What_is_sent_is_what_the_receiver_of_experiments_reads(OtlpEncoding encoding, bool compress)
    {
        await using ReceiverFixture receiver = new();
        RunSpans run = receiver.Collector.Begin();
        using RecordedFolder folder = new();
        folder
            .Run(
                1,
                $$"""{"otel_trace_id":"{{run.Trace}}","input":"Grüße 👋"}""",
                """{"type":"span_start","span_id":"r","name":"agent_run","kind":"agent"}""",
                """{"type":"span_start","span_id":"t","parent_span_id":"r","name":"look_up","kind":"tool","input":[1,2]}"""
            )
            .Write();

        ExportResult result = await SendAsync(
            At(receiver.Endpoint.ToString().TrimEnd('/')) with
            {
                Encoding = encoding,
                Compress = compress,
            },
            folder
        );

        result.IsWhole.ShouldBeTrue(result.Failure);
        (result.Runs, result.Spans, result.Requests).ShouldBe((1, 2, 1));
        ExportedSpan[] spans = [.. run.Close()];
        spans.Length.ShouldBe(2);
        spans[0].Source.ShouldBe(new SpanSource("baton", "baton"));
        string lines = SpanSamples.Lines(spans);
        lines.ShouldContain("Grüße \\uD83D\\uDC4B");
        lines.ShouldContain($"\"parent_span_id\":\"{spans[0].Id:x16}\"");
        lines.ShouldContain("\"input\":[1,2]");
    }

    [Fact]
    public async Task A_server_that_is_busy_gets_the_request_again_after_the_time_it_asks_for()
    {
        int asked = 0;
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            (context.Response.StatusCode, string? wait) = ++asked switch
            {
                1 => (503, "7"),
                2 => (429, null),
                _ => (200, null),
            };
            context.Response.Headers.RetryAfter = wait;
            return Task.CompletedTask;
        });

        ExportResult result = await SendAsync(At(server.Url));

        result.IsWhole.ShouldBeTrue(result.Failure);
        (result.Runs, result.Spans, result.Requests, result.Retries).ShouldBe((2, 2, 1, 2));
        _told.Waits[0].ShouldBe(TimeSpan.FromSeconds(7));
        _told.Problems[0].ShouldContain("answers with 503");
        _time.Waits.ShouldContain(TimeSpan.FromSeconds(7));
        server.Requests.Select(request => request.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_asks_for_too_long_a_wait_ends_the_export()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "86400";
            return Task.CompletedTask;
        });

        ExportResult result = await SendAsync(At(server.Url));

        result.Failure.ShouldNotBeNull().ShouldContain("asks to wait");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_tried_a_few_times_and_then_said()
    {
        ExportResult result = await SendAsync(At(RawServer.RefusingUrl()));

        result.Failure.ShouldNotBeNull().ShouldContain("cannot be reached");
        result.Failure.ShouldContain("after 7 attempts");
        (result.Runs, result.Spans, result.Requests, result.Retries).ShouldBe((0, 0, 0, 6));
        _told.Waits.ShouldAllBe(wait => wait <= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_end()
    {
        int connections = 0;
        await using RawServer server = new(
            async (socket, cancellationToken) =>
            {
                await RawServer.ReadRequestAsync(socket, cancellationToken);
                if (Interlocked.Increment(ref connections) == 1)
                {
                    RawServer.Reset(socket);
                    return;
                }

                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        );

        ExportResult result = await SendAsync(At(server.Url));

        result.IsWhole.ShouldBeTrue(result.Failure);
        result.Retries.ShouldBe(1);
    }

    [Theory]
    [InlineData("application/json", """{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}""")]
    [InlineData("application/x-protobuf", "\u000a\u000b\u0008\u0001\u0012\u0007too old")]
    public async Task Spans_that_a_server_refuses_are_counted(string mediaType, string body)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = mediaType;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
        });

        ExportResult result = await SendAsync(At(server.Url));

        result.IsWhole.ShouldBeFalse();
        (result.Runs, result.Spans, result.Rejected).ShouldBe((2, 1, 1));
        result.Messages.ShouldBe(["too old"]);
    }

    [Theory]
    [InlineData("text/html", "<html>welcome</html>")]
    [InlineData("application/json", "not JSON")]
    [InlineData("application/json", """{"partialSuccess":{"rejectedSpans":"many"}}""")]
    [InlineData("application/x-protobuf", "\u000a\u007fcut")]
    [InlineData("application/json", """{"partialSuccess":{"rejectedSpans":-5}}""")]
    public async Task An_answer_that_makes_no_sense_is_taken_for_what_its_status_says(string mediaType, string body)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = mediaType;
            return context.Response.WriteAsync(body);
        });

        (await SendAsync(At(server.Url))).IsWhole.ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_that_is_refused_for_what_is_in_it_is_counted_and_the_next_one_is_sent()
    {
        using RecordedFolder folder = Large(runs: 3);
        int asked = 0;
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++asked == 1 ? 413 : 200;
            return context.Response.WriteAsync("much too\nlarge");
        });

        ExportResult result = await SendAsync(At(server.Url), folder);

        (result.Runs, result.Spans, result.Rejected, result.Requests).ShouldBe((3, 2, 1, 3));
        result.Failure.ShouldBeNull();
        result.Messages.ShouldHaveSingleItem().ShouldEndWith("answers with 413: much too large");
    }

    [Theory]
    [InlineData(401, "give its key")]
    [InlineData(404, "does it take OTLP over HTTP")]
    [InlineData(500, "answers with 500")]
    public async Task Other_failures_end_the_export_and_tell_no_keys(int status, string advice)
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"not with {context.Request.Headers.Authorization}");
        });

        ExportResult result = await SendAsync(
            At(server.Url) with
            {
                Headers = new Dictionary<string, string>
                {
                    ["Authorization"] = "Bearer s3cret-key",
                    ["X-Tenant"] = "tenänt",
                },
            }
        );

        result.Failure.ShouldNotBeNull().ShouldContain(advice);
        result.Failure.ShouldNotContain("s3cret-key");
        result.Retries.ShouldBe(0);
        ReceivedRequest request = server.Requests.ShouldHaveSingleItem();
        request.Headers["Authorization"].ShouldBe("Bearer s3cret-key");
        request.Headers["X-Tenant"].ShouldBe("tenänt");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using RawServer server = new(
            (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
        );

        ExportResult result = await SendAsync(At(server.Url) with { Timeout = TimeSpan.FromSeconds(3) });

        result.Failure.ShouldNotBeNull().ShouldContain("does not answer within 3s");
    }

    [Fact]
    public async Task An_interrupted_export_says_how_far_it_came()
    {
        using RecordedFolder folder = Large(runs: 4);
        using CancellationTokenSource stop = new();
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");
        _told.OnSent = runs =>
        {
            if (runs > 0)
            {
                stop.Cancel();
            }
        };

        ExportResult result = await SendAsync(At(server.Url), folder, stop.Token);

        result.IsInterrupted.ShouldBeTrue();
        result.Failure.ShouldBeNull();
        result.Runs.ShouldBeInRange(1, 2);
        server.Requests.Count.ShouldBe((int)result.Requests);
    }

    [Fact]
    public async Task Requests_stay_small_however_large_an_experiment_is()
    {
        using RecordedFolder folder = Large(runs: 6);
        List<long> sizes = [];
        int spans = 0;
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            using MemoryStream body = new();
            await using GZipStream packed = new(context.Request.Body, CompressionMode.Decompress);
            await packed.CopyToAsync(body);
            sizes.Add(body.Length);
            spans += ProtobufTraces.Read(body.ToArray()).Count;
        });

        ExportResult result = await SendAsync(At(server.Url), folder);

        result.Requests.ShouldBe(6);
        spans.ShouldBe(6);
        sizes.ShouldAllBe(size => size < 3 * 1024 * 1024);
    }

    [Fact]
    public async Task A_file_holds_a_request_a_line_and_is_there_once_it_is_whole()
    {
        string path = _folder.PathOf("out.jsonl");

        ExportResult result = await ExperimentExport.ToFileAsync(
            new ExportRequest { Folder = _folder.Path },
            path,
            _told,
            TestContext.Current.CancellationToken
        );

        result.IsWhole.ShouldBeTrue(result.Failure);
        string line = File.ReadAllLines(path).ShouldHaveSingleItem();
        JsonTraces.Read(Encoding.UTF8.GetBytes(line)).Count.ShouldBe(2);

        await File.WriteAllTextAsync(path, "an older one", TestContext.Current.CancellationToken);
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        ExportResult second = await ExperimentExport.ToFileAsync(
            new ExportRequest { Folder = _folder.Path },
            path,
            _told,
            stopped.Token
        );
        second.IsInterrupted.ShouldBeTrue();
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe("an older one");
        File.Exists(path + ".tmp").ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said()
    {
        ExportException refused = await Should.ThrowAsync<ExportException>(() =>
            ExperimentExport.ToFileAsync(
                new ExportRequest { Folder = _folder.Path },
                _folder.PathOf("no/such/folder/out.jsonl"),
                _told,
                TestContext.Current.CancellationToken
            )
        );

        refused.Message.ShouldContain("cannot write");
    }

    [Fact]
    public async Task A_folder_without_an_experiment_is_refused()
    {
        ExportException refused = await Should.ThrowAsync<ExportException>(() =>
            SendAsync(At("http://127.0.0.1:1"), new ExportRequest { Folder = _folder.PathOf("elsewhere") })
        );

        refused.Message.ShouldContain("holds no experiment");
    }

    [Fact]
    public async Task Only_the_runs_that_are_wanted_are_sent()
    {
        using RecordedFolder folder = new();
        for (int number = 1; number <= 9; number++)
        {
            folder.Run(number, number % 3 == 0 ? """{"success":false,"outcome":"failed"}""" : "{}");
        }

        folder.Write();
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");

        ExportResult result = await SendAsync(
            At(server.Url),
            new ExportRequest
            {
                Folder = folder.Path,
                Wants = trace => !trace.Success,
                Limit = 2,
            }
        );

        result.Runs.ShouldBe(2);
    }

    // Longer than the waits that the clock cuts short.
    private static OtlpServer At(string url) =>
        new() { Url = new Uri(url + "/v1/traces"), Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Runs whose only span fills a request each.</summary>
    private static RecordedFolder Large(int runs)
    {
        RecordedFolder folder = new();
        string text = new('x', 600_000);
        for (int number = 1; number <= runs; number++)
        {
            folder.Run(number, $$"""{"input":"{{text}}"}""");
        }

        return folder.Write();
    }

    private Task<ExportResult> SendAsync(
        OtlpServer server,
        RecordedFolder? folder = null,
        CancellationToken? cancellationToken = null
    ) => SendAsync(server, new ExportRequest { Folder = (folder ?? _folder).Path }, cancellationToken);

    private Task<ExportResult> SendAsync(
        OtlpServer server,
        ExportRequest request,
        CancellationToken? cancellationToken = null
    ) =>
        ExperimentExport.ToServerAsync(
            request,
            server,
            _told,
            _time,
            cancellationToken ?? TestContext.Current.CancellationToken
        );

    private sealed class Told : IExportObserver
    {
        public List<string> Problems { get; } = [];

        public List<TimeSpan> Waits { get; } = [];

        public Action<long> OnSent { get; set; } = _ => { };

        public void OnProgress(long runs, long spans) => OnSent(runs);

        public void OnRetry(string problem, TimeSpan wait)
        {
            Problems.Add(problem);
            Waits.Add(wait);
        }
    }
}
