using System.Net;
using System.Text;
using Baton.Agents;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

public sealed class WebSocketHandshakeTests
{
    [Theory]
    [InlineData(
        401,
        ErrorKind.Unauthorized,
        false,
        "401 Unauthorized: no token; check the credentials in `websocket.headers`"
    )]
    [InlineData(
        403,
        ErrorKind.Unauthorized,
        false,
        "403 Forbidden: no token; check the credentials in `websocket.headers`"
    )]
    [InlineData(404, ErrorKind.HttpStatus, false, "404 Not Found: no token; check the path of `websocket.url`")]
    [InlineData(426, ErrorKind.HttpStatus, false, "426 Upgrade Required")]
    [InlineData(429, ErrorKind.RateLimited, true, "429 Too Many Requests")]
    [InlineData(500, ErrorKind.HttpStatus, true, "500 Internal Server Error: no token")]
    [InlineData(503, ErrorKind.HttpStatus, true, "503 Service Unavailable")]
    [InlineData(
        200,
        ErrorKind.Protocol,
        false,
        "200 OK: no token; that is no WebSocket: check the path of `websocket.url`"
    )]
    public async Task Refusals_are_told_apart_by_their_status(int status, string kind, bool transient, string said)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"detail": "no token"}""", status);
        WebSocketOptions options = new() { Url = $"ws{server.Url[4..]}/chat?key=secret" };
        await using WebSocketTarget target = Bare(options);

        foreach (
            AgentError error in (AgentError[])
                [(await TurnAsync(target)).Error(), (await target.ProbeAsync(Cancellation))!]
        )
        {
            (error.Kind, error.IsTransient).ShouldBe((kind, transient), error.Message);
            error.Message.ShouldContain(said);
            error.Message.ShouldNotContain("secret");
            error.Details!["status"]!.GetValue<int>().ShouldBe(status);
        }

        target.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_may_say_how_long_to_wait()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        await using WebSocketTarget target = Bare(new WebSocketOptions { Url = $"ws{server.Url[4..]}" });
        (await TurnAsync(target)).Error().RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_but_named()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        AgentError error = (await AskAsync(new WebSocketOptions { Url = $"ws{server.Url[4..]}" })).Error();
        error.Message.ShouldContain("302 Found; set `websocket.url` to where it redirects");
        server.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade", "Sec-WebSocket-Accept")]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong", "Sec-WebSocket-Accept")]
    [InlineData("Connection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT", "Upgrade")]
    [InlineData("Upgrade: websocket\r\nSec-WebSocket-Accept: ACCEPT", "Connection")]
    [InlineData(
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Protocol: other",
        "other"
    )]
    public async Task A_handshake_that_is_wrong_is_a_protocol_error(string headers, string said)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                string accept = RawFrames.AcceptOf(await RawFrames.ReadKeyAsync(socket, token));
                string head = headers.Replace("ACCEPT", accept, StringComparison.Ordinal);
                await socket.SendAsync(
                    Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\n{head}\r\n\r\n"),
                    token
                );
                await socket.ReceiveAsync(new byte[1], token);
            }
        );
        await using WebSocketTarget target = Bare(To(server) with { Subprotocols = ["chat"] });
        AgentError error = (await TurnAsync(target)).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("does not complete the WebSocket handshake");
        error.Message.ShouldContain(said);
        target.OpenConnections.ShouldBe(0);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", ErrorKind.Protocol)]
    [InlineData("", ErrorKind.ConnectionLost)]
    [InlineData("HTTP/1.1 101 Switching", ErrorKind.ConnectionLost)]
    public async Task What_is_no_answer_to_a_handshake_is_told_apart(string response, string kind)
    {
        await using RawServer server = RawServer.Sending(response);
        AgentError error = (await AskAsync(To(server))).Error();
        error.Kind.ShouldBe(kind, error.Message);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_refused()
    {
        WebSocketOptions options = new() { Url = $"ws{RawServer.RefusingUrl()[4..]}" };
        AgentError error = (await AskAsync(options)).Error();
        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.Refused, true));
        error.Message.ShouldContain("nobody listens at ws://127.0.0.1:");
        error.Message.ShouldContain("start the agent or check `websocket.url`");
        await using WebSocketTarget target = Bare(options);
        (await target.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_dns_error()
    {
        AgentError error = (await AskAsync(new WebSocketOptions { Url = "ws://no-such-host.invalid/chat" })).Error();
        error.Kind.ShouldBe(ErrorKind.Dns, error.Message);
        error.Message.ShouldContain("`websocket.url`");
    }

    [Fact]
    public async Task IPv6_addresses_work()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            async socket =>
            {
                await socket.ReceiveAsync();
                await socket.SendAsync("""{"output": "x"}""");
                await socket.ReceiveAsync();
            },
            address: IPAddress.IPv6Loopback
        );
        server.Url.ShouldStartWith("ws://[::1]:");
        await using WebSocketTarget target = Bare(To(server));
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await TurnAsync(target)).Output().ShouldBe("x");
    }

    [Fact]
    public async Task A_certificate_must_be_trusted_unless_it_is_said_otherwise()
    {
        using TestCertificate certificate = TestCertificate.For("localhost");
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            async socket =>
            {
                await socket.ReceiveAsync();
                await socket.SendAsync("""{"output": "secret"}""");
                await socket.ReceiveAsync();
            },
            certificate: certificate.Certificate
        );
        server.Url.ShouldStartWith("wss://");
        await using WebSocketTarget strict = Bare(To(server));
        AgentError error = (await TurnAsync(strict)).Error();
        error.Kind.ShouldBe(ErrorKind.Tls, error.Message);
        error.Message.ShouldContain("`websocket.verify_tls: false`");
        (await strict.ProbeAsync(Cancellation)).ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Tls);

        await using WebSocketTarget trusting = Bare(To(server) with { VerifyTls = false });
        (await trusting.ProbeAsync(Cancellation)).ShouldBeNull();
        (await TurnAsync(trusting)).Output().ShouldBe("secret");
    }

    [Fact]
    public async Task Tls_with_a_server_that_speaks_none_is_a_tls_error()
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("x");
        WebSocketOptions options = new() { Url = server.Url.Replace("ws:", "wss:", StringComparison.Ordinal) };
        (await AskAsync(options)).Error().Kind.ShouldBe(ErrorKind.Tls);
    }

    [Fact]
    public async Task A_probe_opens_a_connection_sends_nothing_and_says_goodbye()
    {
        TaskCompletionSource<(string?, int)> received = new();
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
            received.SetResult((await socket.ReceiveAsync(), socket.ClosedWith))
        );
        await using WebSocketTarget target = Bare(To(server) with { OpenTemplate = Template.Parse("hello") });
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await received.Task).ShouldBe((null, 1000));
        target.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task A_probe_of_an_address_that_differs_between_conversations_only_connects()
    {
        TaskCompletionSource<int> received = new();
        await using RawServer server = new(
            async (socket, token) => received.SetResult(await socket.ReceiveAsync(new byte[1], token))
        );
        WebSocketOptions options = To(server) with { Url = $"ws{server.Url[4..]}/{{{{ run_id }}}}" };
        await using WebSocketTarget target = Bare(options);
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await received.Task).ShouldBe(0);
    }
}
