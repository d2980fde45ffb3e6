using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>Each way in which a server can close a connection.</summary>
public sealed class WebSocketCloseTests
{
    [Theory]
    [InlineData(1000, ErrorKind.NoOutput, false, "1000 (normal closure: why) before it answered")]
    [InlineData(1001, ErrorKind.ConnectionLost, true, "1001 (going away: why)")]
    [InlineData(1002, ErrorKind.Protocol, false, "1002 (protocol error: why); check `websocket.subprotocols`")]
    [InlineData(1003, ErrorKind.Protocol, false, "1003 (unsupported data: why); check `websocket.message_format`")]
    [InlineData(1007, ErrorKind.Protocol, false, "1007 (invalid payload: why)")]
    [InlineData(1008, ErrorKind.Unauthorized, false, "1008 (policy violation: why); check the credentials")]
    [InlineData(1009, ErrorKind.Protocol, false, "1009 (message too big: why); send less")]
    [InlineData(1010, ErrorKind.Protocol, false, "1010 (mandatory extension: why)")]
    [InlineData(1011, ErrorKind.Agent, false, "1011 (internal error: why); look at the agent's log")]
    [InlineData(1012, ErrorKind.ConnectionLost, true, "1012 (service restart: why)")]
    [InlineData(1013, ErrorKind.RateLimited, true, "1013 (try again later: why)")]
    [InlineData(1014, ErrorKind.ConnectionLost, true, "1014 (bad gateway: why)")]
    [InlineData(3000, ErrorKind.Unauthorized, false, "3000 (unauthorized: why)")]
    [InlineData(3003, ErrorKind.Unauthorized, false, "3003 (forbidden: why)")]
    [InlineData(3008, ErrorKind.Agent, false, "3008 (timeout: why)")]
    [InlineData(3500, ErrorKind.Agent, false, "3500 (a registered code: why)")]
    [InlineData(4000, ErrorKind.Agent, false, "4000 (the agent's own code: why)")]
    [InlineData(4999, ErrorKind.Agent, false, "4999 (the agent's own code: why)")]
    public async Task Each_code_instead_of_an_answer_is_told_apart(int code, string kind, bool transient, string said)
    {
        await using WebSocketServer server = await ClosingAsync(code, "why");
        AgentError error = (await AskAsync(To(server))).Error();
        (error.Kind, error.IsTransient).ShouldBe((kind, transient), error.Message);
        error.Message.ShouldStartWith($"{server.Url} closed the connection with ");
        error.Message.ShouldContain(said);
        JsonObject details = error.Details.ShouldNotBeNull();
        details["close_code"]!.GetValue<int>().ShouldBe(code);
        details["close_reason"]!.GetValue<string>().ShouldBe("why");
        await server.NobodyLeftAsync(Cancellation);
    }

    [Theory]
    [InlineData(1001, ErrorKind.ConnectionLost)]
    [InlineData(1008, ErrorKind.Agent)]
    [InlineData(1011, ErrorKind.Agent)]
    [InlineData(1012, ErrorKind.ConnectionLost)]
    [InlineData(1013, ErrorKind.RateLimited)]
    [InlineData(4001, ErrorKind.Agent)]
    public async Task A_code_in_the_middle_of_an_answer_keeps_the_text_and_repeats_nothing(int code, string kind)
    {
        await using WebSocketServer server = await ClosingAsync(code, "", """{"delta": "part"}""");
        IReadOnlyList<AgentEvent> events = await AskAsync(
            To(server) with
            {
                Reconnect = new ReconnectOptions { Attempts = 3, Backoff = TimeSpan.Zero },
            }
        );
        events.Text().ShouldBe("part");
        (events.Error().Kind, events.Error().IsTransient).ShouldBe((kind, false), events.Error().Message);
        events.Error().Details!["items"]!.GetValue<int>().ShouldBe(1);
        server.Handshakes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_without_text_is_a_part_of_an_answer_too()
    {
        await using WebSocketServer server = await ClosingAsync(1001, "", """{"type": "tool_call", "name": "pay"}""");
        await AskAsync(
            To(server) with
            {
                Reconnect = new ReconnectOptions { Attempts = 3, Backoff = TimeSpan.Zero },
            }
        );
        server.Handshakes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_ends_without_a_close_frame_is_1006(bool reset)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                if (reset)
                {
                    RawServer.Reset(socket);
                }
            }
        );
        await using WebSocketTarget target = Bare(To(server));
        AgentError error = (await TurnAsync(target)).Error();
        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true));
        error.Message.ShouldContain("broke (1006)");
        error.Details!["close_code"]!.GetValue<int>().ShouldBe(1006);
        target.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task The_servers_close_is_answered_at_once()
    {
        TaskCompletionSource<byte[]> answered = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"output": "x"}"""), token);
                await socket.SendAsync(RawFrames.Close(1000), token);
                (byte opcode, byte[] payload) = await RawFrames.ReadAsync(socket, token);
                answered.SetResult([opcode, .. payload]);
            }
        );
        await using ITarget target = Whole(To(server));
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).Output().ShouldBe("x");
        (await answered.Task.WaitAsync(Cancellation)).ShouldBe([RawFrames.CloseOpcode, 1000 >> 8, 1000 & 0xFF]);
    }

    private static Task<WebSocketServer> ClosingAsync(int code, string reason, params string[] messages) =>
        WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            foreach (string message in messages)
            {
                await socket.SendAsync(message);
            }

            await socket.CloseAsync(code, reason);
        });
}
