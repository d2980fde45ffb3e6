using System.Net.Sockets;
using System.Text;
using Baton.Agents;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>Servers that break the protocol, the connection, or the user's patience.</summary>
public sealed class WebSocketTroubleTests
{
    public static TheoryData<string, byte[], string> BrokenFrames() =>
        new()
        {
            { "unknown opcode", [0x83, 1, 65], "unknown opcode" },
            { "compressed without being asked", [0xC1, 1, 65], "compressed frame" },
            { "masked", [0x81, 0x81, 1, 2, 3, 4, 65], "masked frame" },
            { "continues nothing", [0x80, 1, 65], "continuation frame" },
            { "ping of 200 bytes", [0x89, 0x7E, 0, 200], "invalid control message" },
            { "negative length", [0x82, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0], "invalid payload length" },
            { "text that is no UTF-8", [0x81, 2, 0xC3, 0x28], "text that is no UTF-8" },
            { "half a character at the end", [0x81, 1, 0xE2], "text that is no UTF-8" },
            { "close code 1005", [0x88, 2, 0x03, 0xED], "close frame holds no valid code" },
            { "close code 999", [0x88, 2, 0x03, 0xE7], "close frame holds no valid code" },
            { "half a close code", [0x88, 1, 3], "close frame holds no valid code" },
            { "close reason that is no UTF-8", [0x88, 4, 0x03, 0xE8, 0xC3, 0x28], "close frame holds no valid code" },
        };

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task Broken_frames_are_a_protocol_error_and_the_text_is_kept(string what, byte[] frame, string said)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"delta": "part"}"""), token);
                await socket.SendAsync(frame, token);
                await ReadToEndAsync(socket, token);
            }
        );
        await using WebSocketTarget target = Bare(To(server));
        IReadOnlyList<AgentEvent> events = await TurnAsync(target);
        events.Text().ShouldBe("part", what);
        events.Error().Kind.ShouldBe(ErrorKind.Protocol, events.Error().Message);
        events.Error().Message.ShouldContain("broke the WebSocket protocol");
        events.Error().Message.ShouldContain(said);
        target.OpenConnections.ShouldBe(0);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 100, 65 })]
    [InlineData(new byte[] { 0x01, 1, 65 })]
    [InlineData(new byte[] { 0x81 })]
    public async Task A_message_that_breaks_off_is_a_lost_connection(byte[] start)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, start, token);
            }
        );
        AgentError error = (await AskAsync(To(server))).Error();
        error.Kind.ShouldBe(ErrorKind.ConnectionLost, error.Message);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_an_answer_is_a_lost_connection_and_the_text_is_kept()
    {
        TaskCompletionSource arrived = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"type":"delta","delta":"One mo"}"""), token);
                await arrived.Task.WaitAsync(token);
                RawServer.Reset(socket);
            }
        );
        await using ITarget target = Whole(To(server));
        await using IConversation conversation = target.Start();

        List<AgentEvent> events = [];
        await foreach (AgentEvent said in conversation.TakeTurnAsync(new Turn { Input = "hi" }, Cancellation))
        {
            events.Add(said);
            arrived.TrySetResult();
        }

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost, events.Error().Message);
    }

    [Fact]
    public async Task A_server_that_closes_its_half_is_a_lost_connection()
    {
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                socket.Shutdown(SocketShutdown.Send);
                end.SetResult(await ReadToEndAsync(socket, token));
            }
        );
        (await AskAsync(To(server))).Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
        (await end.Task.WaitAsync(Cancellation)).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("""{oops""", "item 2 of the stream is no JSON")]
    [InlineData("plain", "It begins: plain")]
    public async Task A_message_that_is_no_JSON_among_others_that_are_is_a_protocol_error(string message, string said)
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("""{"delta": "part"}""", message);
        IReadOnlyList<AgentEvent> events = await AskAsync(To(server));
        events.Text().ShouldBe("part");
        events.Error().Kind.ShouldBe(ErrorKind.Protocol);
        events.Error().Message.ShouldContain(said);
        await server.NobodyLeftAsync(Cancellation);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_a_protocol_error()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, [0x82, 4, 0xFF, 0xFB, 0x90, 0x00], token);
                await ReadToEndAsync(socket, token);
            }
        );
        AgentError error = (await AskAsync(To(server))).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("a binary message of 4 bytes that is no UTF-8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_of_more_than_16_MiB_is_a_protocol_error_and_the_server_is_told(bool fragments)
    {
        TaskCompletionSource<byte[]> told = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                byte[] block = new byte[1024 * 1024];
                block.AsSpan().Fill((byte)'x');
                Task sending = SendAsync();
                try
                {
                    told.TrySetResult((await RawFrames.ReadAsync(socket, token)).Payload);
                    await sending;
                }
                catch (SocketException)
                {
                    // The client left in the middle of it.
                }

                async Task SendAsync()
                {
                    if (!fragments)
                    {
                        await socket.SendAsync(new byte[] { 0x81, 0x7F, 0, 0, 0, 0, 2, 0, 0, 0 }, token);
                    }

                    for (int i = 0; i < 32; i++)
                    {
                        byte[] frame = fragments
                            ? RawFrames.Frame((byte)(i == 0 ? 1 : 0), block, isLast: false)
                            : block;
                        await socket.SendAsync(frame, token);
                    }
                }
            }
        );
        AgentError error = (await AskAsync(To(server))).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("more than 16 MiB");
        error.Message.ShouldContain("xxx");
        byte[] payload = await told.Task.WaitAsync(Cancellation);
        // A reset may overtake the goodbye of somebody who stops reading.
        Convert.ToHexString(payload).ShouldBeOneOf("03F1", "");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_the_idle_timeout()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource<byte> end = new();
        TaskCompletionSource asked = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                asked.SetResult();
                end.SetResult((await RawFrames.ReadAsync(socket, token)).Opcode);
            }
        );
        WebSocketOptions options = To(server) with { IdleTimeout = TimeSpan.FromSeconds(30) };
        await using WebSocketTarget target = Bare(options, Here with { TimeProvider = time });
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(target);
        await asked.Task;
        await UntilAsync(() => time.Waiting == 1);
        time.Advance(TimeSpan.FromSeconds(29.9));
        turn.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        AgentError error = (await turn).Error();
        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("nothing for 30 s (`websocket.idle_timeout`)");
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(RawFrames.CloseOpcode);
        target.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_trickles_in_forever_is_timed_out_with_the_text_kept()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"delta": "part"}"""), token);
                await socket.SendAsync(new byte[] { 0x81, 126, 0x80, 0 }, token);
                for (int i = 0; i < 0x8000 - 1; i++)
                {
                    await socket.SendAsync("x"u8.ToArray(), token);
                    if (i == 10)
                    {
                        trickling.SetResult();
                        await ReadToEndAsync(socket, token);
                        return;
                    }
                }
            }
        );
        await using ITarget target = Whole(
            To(server) with
            {
                Timeout = TimeSpan.FromSeconds(20),
            },
            environment: Here with
            {
                TimeProvider = time,
            }
        );
        List<AgentEvent> events = [];
        await using IConversation conversation = target.Start();
        await foreach (AgentEvent item in conversation.TakeTurnAsync(new Turn { Input = "x" }, Cancellation))
        {
            events.Add(item);
            if (item is TextEvent)
            {
                await trickling.Task;
                time.Advance(TimeSpan.FromSeconds(20));
            }
        }

        events.Text().ShouldBe("part");
        events.Error().Kind.ShouldBe(ErrorKind.Timeout);
        events.Error().Message.ShouldContain("20 s (`websocket.timeout`)");
    }

    [Fact]
    public async Task A_handshake_that_trickles_in_forever_is_timed_out()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.ReadKeyAsync(socket, token);
                foreach (byte piece in Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Pro"))
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                trickling.SetResult();
                await ReadToEndAsync(socket, token);
            }
        );
        await using WebSocketTarget target = Bare(To(server), Here with { TimeProvider = time });
        ValueTask<AgentError?> probe = target.ProbeAsync(Cancellation);
        await trickling.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        AgentError error = (await probe).ShouldNotBeNull();
        error.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldContain("no WebSocket handshake within 30 s");
    }

    [Fact]
    public async Task A_server_that_answers_no_ping_counts_as_lost()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await ReadToEndAsync(socket, token);
            }
        );
        WebSocketOptions options = To(server) with
        {
            PingInterval = TimeSpan.FromMilliseconds(20),
            PingTimeout = TimeSpan.FromMilliseconds(20),
        };
        AgentError error = (await AskAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.ConnectionLost);
        error.Message.ShouldContain("`websocket.ping_timeout`");
    }

    [Fact]
    public async Task A_server_that_never_gets_ready_is_given_up()
    {
        ManualTimeProvider time = new();
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.SendAsync("""{"type": "welcome"}""");
            await socket.ReceiveAsync();
        });
        WebSocketOptions options = To(server) with
        {
            ReadyPath = Path("type"),
            ReadyValue = "ready",
            IdleTimeout = TimeSpan.FromSeconds(30),
        };
        await using WebSocketTarget target = Bare(options, Here with { TimeProvider = time });
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(target);
        while (!turn.IsCompleted)
        {
            // The first wait may be for the welcome.
            await UntilAsync(() => time.Waiting > 0 || turn.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(30));
        }

        (await turn).Error().Kind.ShouldBe(ErrorKind.Timeout);
        (await turn).Error().Message.ShouldContain("check `websocket.ready_path` and `ready_value`");
        await server.NobodyLeftAsync(Cancellation);
    }

    [Fact]
    public async Task A_server_that_closes_before_it_is_ready_says_what_was_waited_for()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(socket =>
            socket.CloseAsync(4401, "who?")
        );
        AgentError error = (await AskAsync(To(server) with { ReadyPath = Path("ready") })).Error();
        error.Kind.ShouldBe(ErrorKind.Agent);
        error.Message.ShouldContain("4401 (the agent's own code: who?)");
        error.Message.ShouldContain("`websocket.ready_path`");
    }

    private static async Task<int> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int total = 0;
        while (await socket.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
        {
            total += read;
        }

        return total;
    }
}
