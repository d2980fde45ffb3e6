using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Http;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

public sealed class HttpTroubleTests
{
    private const string EventStream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    [Fact]
    public async Task A_port_where_nobody_listens_is_refused()
    {
        HttpOptions options = new() { Url = RawServer.RefusingUrl() };
        AgentError error = (await TurnAsync(options)).Error();
        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.Refused, true));
        error.Message.ShouldContain("nobody listens at http://127.0.0.1:");
        error.Message.ShouldContain("start the agent");
        await using ITarget target = Target(options);
        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_dns_error()
    {
        HttpOptions options = new() { Url = "http://no-such-host.invalid/chat" };
        AgentError error = (await TurnAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.Dns, error.Message);
        error.Message.ShouldContain("no-such-host.invalid");
        await using ITarget target = Target(options);
        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Dns);
    }

    [Fact]
    public async Task Tls_with_a_server_that_speaks_none_is_a_tls_error()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await socket.ReceiveAsync(new byte[4096], token);
                await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
            }
        );
        HttpOptions options = new() { Url = server.Url.Replace("http:", "https:", StringComparison.Ordinal) };
        AgentError error = (await TurnAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.Tls, error.Message);
        await using ITarget target = Target(options);
        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Tls);
    }

    [Fact]
    public async Task A_self_made_certificate_is_trusted_only_when_asked_for()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        await using RawServer server = new(
            async (socket, token) =>
            {
                await using SslStream secured = new(new NetworkStream(socket));
                try
                {
                    await secured.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = certificate },
                        token
                    );
                    _ = await secured.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, token);
                    await secured.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"u8.ToArray(), token);
                    await secured.ShutdownAsync();
                }
                catch (IOException)
                {
                    // The client did not trust the certificate.
                }
            }
        );
        HttpOptions options = new() { Url = server.Url.Replace("http:", "https:", StringComparison.Ordinal) };
        AgentError error = (await TurnAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.Tls, error.Message);
        error.Message.ShouldContain("`http.verify_tls: false`");
        (await TurnAsync(options with { VerifyTls = false })).Output().ShouldBe("secret");
        await using ITarget trusting = Target(options with { VerifyTls = false });
        (await trusting.ProbeAsync(Cancellation)).ShouldBeNull();
        await using ITarget strict = Target(options);
        (await strict.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Tls);
    }

    [Fact]
    public async Task A_probe_connects_and_sends_nothing()
    {
        TaskCompletionSource<int> received = new();
        await using RawServer server = new(
            async (socket, token) => received.SetResult(await socket.ReceiveAsync(new byte[1], token))
        );
        await using ITarget target = Target(new HttpOptions { Url = $"{server.Url}/x/{{{{ run_id }}}}" });
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await received.Task).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_closed_without_an_answer_is_lost()
    {
        await using RawServer server = RawServer.Sending();
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
    }

    [Fact]
    public async Task A_connection_reset_without_an_answer_is_lost()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                RawServer.Reset(socket);
            }
        );
        (await TurnAsync(new HttpOptions { Url = server.Url })).Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"output\": \"ha")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"out\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"out\r\n")]
    public async Task A_body_that_breaks_off_is_a_lost_connection(string response)
    {
        await using RawServer server = RawServer.Sending(response);
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.ConnectionLost, error.Message);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    public async Task Something_else_than_http_is_a_protocol_error(string response)
    {
        await using RawServer server = RawServer.Sending(response);
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol, error.Message);
    }

    [Fact]
    public async Task A_wrongly_compressed_body_is_a_protocol_error()
    {
        await using RawServer server = RawServer.Sending(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol, error.Message);
    }

    [Theory]
    [InlineData("application/json; charset=iso-8859-1", "{\"output\": \"\u00fc\"}", "ü")]
    [InlineData("application/json", "{\"output\": \"\u00fc\"}", "\uFFFD")]
    [InlineData("application/json; charset=nonsense", "\u00ef\u00bb\u00bf{\"output\": \"x\"}", "x")]
    [InlineData("application/json", "{\"output\": \"\\ud800\"}", "\uFFFD")]
    [InlineData("text/plain", "\u00fc", "\uFFFD")]
    public async Task Wrong_encodings_do_no_harm(string contentType, string body, string expected)
    {
        await using RawServer server = RawServer.Sending(
            $"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
        (await TurnAsync(new HttpOptions { Url = server.Url })).Output().ShouldBe(expected);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_timed_out_and_disconnected()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource arrived = new();
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                arrived.SetResult();
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(
            new HttpOptions { Url = server.Url, Timeout = TimeSpan.FromSeconds(30) },
            environment: Here with
            {
                TimeProvider = time,
            }
        );
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(29.9));
        turn.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        AgentError error = (await turn).Error();
        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("30 s (`http.timeout`)");
        (await end.Task).ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_timed_out_with_its_text_kept()
    {
        ManualTimeProvider time = new();
        await using RawServer server = Trickling("data: one\n\ndata: two\n\n");
        await using ITarget target = Target(
            new HttpOptions { Url = server.Url, Stream = StreamFormat.Sse },
            new RunnerOptions { TimeoutSeconds = TimeSpan.FromSeconds(5) },
            Here with
            {
                TimeProvider = time,
            }
        );
        IReadOnlyList<AgentEvent> events = await AdvanceAfterTextAsync(target, "onetwo", time);
        events.Text().ShouldBe("onetwo");
        events.Error().Kind.ShouldBe(ErrorKind.Timeout);
        events.Error().Message.ShouldContain("`timeout_seconds`");
    }

    [Fact]
    public async Task A_slow_stream_ends_limited_when_the_working_time_is_over()
    {
        ManualTimeProvider time = new();
        await using RawServer server = Trickling("data: one\n\n");
        await using ITarget target = Target(
            new HttpOptions { Url = server.Url, Stream = StreamFormat.Sse },
            new RunnerOptions { Guards = new GuardOptions { MaxDuration = TimeSpan.FromSeconds(5) } },
            Here with
            {
                TimeProvider = time,
            }
        );
        IReadOnlyList<AgentEvent> events = await AdvanceAfterTextAsync(target, "one", time);
        events.Text().ShouldBe("one");
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_duration");
    }

    [Fact]
    public async Task An_infinite_stream_is_cut_exactly_and_its_connection_closed()
    {
        TaskCompletionSource closed = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes($"{EventStream}\r\n"), token);
                try
                {
                    while (true)
                    {
                        await socket.SendAsync("data: 0123456789\n\n"u8.ToArray(), token);
                    }
                }
                catch (SocketException)
                {
                    closed.SetResult();
                }
            }
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(
            new HttpOptions { Url = server.Url, Stream = StreamFormat.Sse },
            new RunnerOptions { Guards = new GuardOptions { OutputCharLimit = 25_003 } }
        );
        events.Text().Length.ShouldBe(25_003);
        events.Text().ShouldEndWith("9012");
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("output_char_limit");
        await closed.Task;
    }

    [Theory]
    [InlineData("Connection: close\r\n\r\ndata: one\n\n", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n", true)]
    [InlineData("Content-Length: 500\r\n\r\ndata: one\n\n", false)]
    public async Task A_stream_that_breaks_off_keeps_its_text(string response, bool reset)
    {
        TaskCompletionSource seen = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(EventStream + response), token);
                await seen.Task;
                if (reset)
                {
                    RawServer.Reset(socket);
                }
            }
        );
        await using ITarget target = Target(
            new HttpOptions { Url = server.Url, Stream = StreamFormat.Sse },
            new RunnerOptions { MaxRetries = 3 }
        );
        List<AgentEvent> events = [];
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        await foreach (AgentEvent item in conversation.TakeTurnAsync(new Turn { Input = "x" }, Cancellation))
        {
            events.Add(item);
            seen.TrySetResult();
        }

        events.Text().ShouldBe("one");
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost, events.Error().Message);
        server.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_line_without_end_is_a_protocol_error()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes($"{EventStream}\r\ndata: "), token);
                byte[] block = new byte[1024 * 1024];
                block.AsSpan().Fill((byte)'x');
                while (true)
                {
                    await socket.SendAsync(block, token);
                }
            }
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url, Stream = StreamFormat.Sse })).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("more than 16 MiB");
        error.Message.ShouldContain("data: xxx");
    }

    private static RawServer Trickling(string pieces) =>
        new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes($"{EventStream}\r\n"), token);
                foreach (byte piece in Encoding.ASCII.GetBytes(pieces))
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                await socket.ReceiveAsync(new byte[1], token);
            }
        );

    private static async Task<IReadOnlyList<AgentEvent>> AdvanceAfterTextAsync(
        ITarget target,
        string text,
        ManualTimeProvider time
    )
    {
        List<AgentEvent> events = [];
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        await foreach (AgentEvent item in conversation.TakeTurnAsync(new Turn { Input = "x" }, Cancellation))
        {
            events.Add(item);
            if (events.Text() == text && item is TextEvent)
            {
                time.Advance(TimeSpan.FromSeconds(6));
            }
        }

        return events;
    }
}
