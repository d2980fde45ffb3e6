using System.Net.Sockets;
using System.Text;
using Baton.Experiments.Telemetry.Http;
using Baton.Experiments.Telemetry.Spans;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using static Baton.Experiments.Tests.Telemetry.ReceiverFixture;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class OtlpReceiverTests
{
    [Theory]
    [InlineData(Protobuf, false, false)]
    [InlineData(Protobuf, true, false)]
    [InlineData(Protobuf, true, true)]
    [InlineData(Json, false, false)]
    [InlineData(Json, true, true)]
    [InlineData("application/json; charset=utf-8", false, true)]
    public async Task Spans_reach_their_run(string contentType, bool isPacked, bool isChunked)
    {
        await using ReceiverFixture fixture = new();
        RunSpans run = fixture.Collector.Begin();
        SentSpan span = Span(run, 7);
        byte[] body = contentType == Protobuf ? ExportBody.Protobuf(span) : ExportBody.Json(span);

        (int status, byte[] answer, HttpResponseMessage response) = await fixture.PostAsync(
            isPacked ? Gzip(body) : body,
            contentType,
            encoding: isPacked ? "gzip" : null,
            isChunked: isChunked ? true : null
        );

        status.ShouldBe(200);
        Encoding.UTF8.GetString(answer).ShouldBe(contentType == Protobuf ? "" : "{}");
        response.Content.Headers.ContentType!.MediaType.ShouldBe(contentType == Protobuf ? Protobuf : Json);
        new SpanNode(run.Close().ShouldHaveSingleItem()).Meaning.Name.ShouldBe("work");
    }

    [Theory]
    [InlineData("/v1/metrics")]
    [InlineData("/v1/logs")]
    public async Task Metrics_and_logs_are_answered_and_thrown_away(string path)
    {
        await using ReceiverFixture fixture = new();

        (await fixture.PostAsync([1, 2, 3], path: path)).Status.ShouldBe(200);

        fixture.Collector.Counts.IsAny.ShouldBeFalse();
    }

    [Fact]
    public async Task Spans_that_cannot_be_taken_are_a_partial_success()
    {
        await using ReceiverFixture fixture = new();
        RunSpans run = fixture.Collector.Begin();
        SentSpan[] spans = [Span(run, 1), Span(run, 2) with { Id = 0 }, Span(run, 3) with { Trace = TraceKey.None }];

        (int status, byte[] answer, _) = await fixture.PostAsync(ExportBody.Json(spans), Json);
        (_, byte[] inProtobuf, _) = await fixture.PostAsync(ExportBody.Protobuf(spans));

        status.ShouldBe(200);
        Encoding
            .UTF8.GetString(answer)
            .ShouldStartWith("""{"partialSuccess":{"rejectedSpans":"2","errorMessage":"a span needs""");
        inProtobuf[0].ShouldBe((byte)0x0A);
        inProtobuf[2..4].ShouldBe([0x08, 2]);
        run.Close().Count.ShouldBe(1);
        fixture.Collector.Counts.Rejected.ShouldBe(4);
        fixture.Collector.Counts.Duplicates.ShouldBe(1);
    }

    [Theory]
    [InlineData(Protobuf)]
    [InlineData(Json)]
    public async Task A_broken_body_is_a_bad_request_told_in_the_clients_encoding(string contentType)
    {
        await using ReceiverFixture fixture = new();

        (int status, byte[] answer, HttpResponseMessage response) = await fixture.PostAsync([0xFF, 0xFF], contentType);

        status.ShouldBe(400);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(contentType);
        string text = Encoding.UTF8.GetString(answer);
        text.ShouldContain(contentType == Json ? "\"message\":\"the body is no export" : "cut off");
    }

    [Fact]
    public async Task It_is_quiet_when_what_clients_sent_before_they_went_is_taken_in()
    {
        await using ReceiverFixture fixture = new();
        RunSpans run = fixture.Collector.Begin();
        using Socket staying = await SendAsync(fixture, Span(run, 1));
        for (ulong id = 2; id <= 50; id++)
        {
            // Nobody is there any more to read the answer.
            (await SendAsync(fixture, Span(run, id))).Dispose();
        }

        Task quiet = fixture.WhenQuietAsync();
        await Task.Delay(20, Patience);
        quiet.IsCompleted.ShouldBeFalse();
        staying.Dispose();
        await quiet;

        run.Close().Count.ShouldBe(50);

        static async Task<Socket> SendAsync(ReceiverFixture fixture, SentSpan span)
        {
            byte[] body = ExportBody.Protobuf(span);
            string head =
                $"POST /v1/traces HTTP/1.1\r\nHost: here\r\nContent-Type: {Protobuf}\r\nContent-Length: {body.Length}\r\n\r\n";
            Socket socket = await fixture.ConnectAsync();
            await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], Patience);
            return socket;
        }
    }

    [Fact]
    public async Task A_body_that_is_not_packed_as_it_says_is_a_bad_request()
    {
        await using ReceiverFixture fixture = new();

        (await fixture.PostAsync([1, 2, 3, 4], encoding: "gzip")).Status.ShouldBe(400);
        (await fixture.PostAsync([1, 2, 3, 4], encoding: "br")).Status.ShouldBe(415);
    }

    [Theory]
    [InlineData("POST", "/v1/nothing", Protobuf, 404)]
    [InlineData("GET", "/v1/traces", Protobuf, 405)]
    [InlineData("POST", "/v1/traces", "text/plain", 415)]
    public async Task Other_requests_are_refused_and_the_connection_is_good_for_the_next(
        string method,
        string path,
        string contentType,
        int expected
    )
    {
        await using ReceiverFixture fixture = new();

        (await fixture.PostAsync([], contentType, path, method: new HttpMethod(method))).Status.ShouldBe(expected);
        (await fixture.PostAsync([])).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused_and_does_no_harm(bool isChunked)
    {
        await using ReceiverFixture fixture = new(ReceiverLimits.Default with { BodyBytes = 100_000 });
        RunSpans run = fixture.Collector.Begin();

        (await fixture.PostAsync(new byte[3_000_000], isChunked: isChunked)).Status.ShouldBe(413);
        (await fixture.PostAsync(ExportBody.Protobuf(Span(run, 1)))).Status.ShouldBe(200);

        run.Close().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_refused()
    {
        await using ReceiverFixture fixture = new(ReceiverLimits.Default with { UnpackedBytes = 1_000_000 });
        byte[] bomb = Gzip(new byte[50_000_000]);

        (await fixture.PostAsync(bomb, encoding: "gzip")).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Too_many_bytes_at_once_make_the_exporter_try_again_later()
    {
        await using ReceiverFixture fixture = new(ReceiverLimits.Default with { BytesAtOnce = 50_000 });
        using Socket holder = await fixture.ConnectAsync();
        await holder.SendAsync(Head(40_000), Patience);
        await holder.SendAsync(new byte[20_000], Patience);
        await UntilAsync(async () => (await fixture.PostAsync(new byte[30_000])).Status == 503);

        (int _, byte[] _, HttpResponseMessage response) = await fixture.PostAsync(new byte[30_000]);

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        holder.Close();
        await UntilAsync(async () => (await fixture.PostAsync(ExportBody.Protobuf(Filler(30_000)))).Status == 200);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/2.0\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nContent-Length : 1\r\n\r\n")]
    [InlineData("POST /v1/traces HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData(
        "POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    )]
    [InlineData(
        "POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x"
    )]
    public async Task What_is_no_proper_request_is_refused_and_the_connection_ends(string request)
    {
        await using ReceiverFixture fixture = new();

        string said = await fixture.SayAsync(request);

        if (said.Length > 0)
        {
            said.ShouldStartWith("HTTP/1.1 400 ");
            said.ShouldContain("Connection: close");
        }
        else
        {
            request.ShouldEndWith("{}x");
        }
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using ReceiverFixture fixture = new();

        string said = await fixture.SayAsync($"POST /v1/traces HTTP/1.1\r\nX: {new string('x', 100_000)}");

        said.ShouldStartWith("HTTP/1.1 431 ");
    }

    [Fact]
    public async Task A_client_that_waits_to_be_asked_for_the_body_is_asked()
    {
        await using ReceiverFixture fixture = new();
        using Socket socket = await fixture.ConnectAsync();
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
            ),
            Patience
        );
        byte[] buffer = new byte[25];
        await socket.ReceiveAsync(buffer, SocketFlags.None, Patience);
        Encoding.ASCII.GetString(buffer).ShouldBe("HTTP/1.1 100 Continue\r\n\r\n");

        await socket.SendAsync("{}"u8.ToArray(), Patience);

        (await ReadAllAsync(socket)).ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task Requests_sent_one_behind_the_other_are_answered_in_turn_however_they_are_cut()
    {
        await using ReceiverFixture fixture = new();
        RunSpans run = fixture.Collector.Begin();
        byte[] first = ExportBody.Protobuf(Span(run, 1));
        byte[] second = ExportBody.Protobuf(Span(run, 2));
        byte[] all =
        [
            .. Head(first.Length),
            .. first,
            .. "POST /v1/traces HTTP/1.1\r\nContent-Type: application/x-protobuf\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8,
            .. Encoding.ASCII.GetBytes($"5\r\n"),
            .. second[..5],
            .. Encoding.ASCII.GetBytes($"\r\n{second.Length - 5:x};note=1\r\n"),
            .. second[5..],
            .. "\r\n0\r\nTrailer: x\r\n\r\n"u8,
        ];
        using Socket socket = await fixture.ConnectAsync();
        foreach (byte[] piece in all.Chunk(7))
        {
            await socket.SendAsync(piece, Patience);
        }

        string said = await ReadAllAsync(socket);

        said.Split("HTTP/1.1 200 OK").Length.ShouldBe(3);
        run.Close().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_client_that_stalls_is_given_up_while_others_are_served()
    {
        ManualTimeProvider time = new();
        await using ReceiverFixture fixture = new(time: time);
        RunSpans run = fixture.Collector.Begin();
        using Socket stalled = await fixture.ConnectAsync();
        await stalled.SendAsync(Head(1000), Patience);
        await stalled.SendAsync(new byte[10], Patience);

        (await fixture.PostAsync(ExportBody.Protobuf(Span(run, 1)))).Status.ShouldBe(200);
        while (!stalled.Poll(0, SelectMode.SelectRead))
        {
            time.Advance(ReceiverLimits.Default.RequestTime);
            await Task.Yield();
        }

        (await ReadAllAsync(stalled)).ShouldBeEmpty();
        run.Close().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_receiver_with_open_connections_ends_at_once_and_leaves_its_port()
    {
        ReceiverFixture fixture = new();
        Uri endpoint = fixture.Endpoint;
        using Socket idle = await fixture.ConnectAsync();
        using Socket inside = await fixture.ConnectAsync();
        await inside.SendAsync(Head(1000), Patience);

        await fixture.DisposeAsync();

        using Socket late = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Should.ThrowAsync<SocketException>(async () =>
            await late.ConnectAsync(endpoint.Host, endpoint.Port, Patience)
        );
        (await ReadAllAsync(idle)).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_clients_than_places_are_served_one_after_the_other()
    {
        await using ReceiverFixture fixture = new(ReceiverLimits.Default with { Connections = 2 });

        string[] said = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    fixture.SayAsync(
                        "POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    )
                )
        );

        said.ShouldAllBe(answer => answer.StartsWith("HTTP/1.1 200 OK", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Arbitrary_bytes_never_stop_the_receiver()
    {
        await using ReceiverFixture fixture = new();
        Gen<byte[]> noise = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []),
            Gen.Elements(
                    "POST ",
                    "/v1/traces",
                    " HTTP/1.1",
                    "\r\n",
                    "\r\n\r\n",
                    "Content-Length: 5",
                    "Transfer-Encoding: chunked",
                    "Content-Type: application/json",
                    "Content-Encoding: gzip",
                    "{\"resourceSpans\":[]}",
                    "5\r\n",
                    "0\r\n\r\n",
                    "\0",
                    ":"
                )
                .ListOf()
                .Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces)))
        );
        foreach (byte[] bytes in noise.Sample(400))
        {
            await fixture.SayAsync(bytes);
        }

        (await fixture.PostAsync([])).Status.ShouldBe(200);
    }

    private static byte[] Head(int length) =>
        Encoding.ASCII.GetBytes(
            $"POST /v1/traces HTTP/1.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: {length}\r\n\r\n"
        );

    private static SentSpan Filler(int size)
    {
        SentAttributes attributes = new();
        attributes.Add("filler", new string('x', size));
        return new SentSpan
        {
            Trace = new TraceKey(1, 2),
            Id = 3,
            Attributes = attributes,
        };
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            Patience.ThrowIfCancellationRequested();
        }
    }
}
