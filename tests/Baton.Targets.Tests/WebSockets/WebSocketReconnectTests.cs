using Baton.Agents;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

public sealed class WebSocketReconnectTests
{
    private static readonly ReconnectOptions _thrice = new() { Attempts = 3, Backoff = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task A_connection_closed_between_turns_is_replaced_and_noted()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"output": "x"}""");
            await socket.CloseAsync(1001, "tired");
        });
        await using WebSocketTarget target = Bare(To(server));
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).ShouldBe([new FinalEvent("x")]);
        await server.NobodyLeftAsync(Cancellation);
        for (int turn = 2; turn <= 4; turn++)
        {
            IReadOnlyList<AgentEvent> events = await conversation.AskAsync("b", turn);
            events.Output().ShouldBe("x");
            events[0].ShouldBeOfType<LogEvent>().Message.ShouldContain("closed the connection between two turns");
            await server.NobodyLeftAsync(Cancellation);
        }

        server.Handshakes.Count.ShouldBe(4);
        server.MostOpen.ShouldBe(1);
    }

    [Fact]
    public async Task A_close_that_crosses_the_next_message_is_no_failure()
    {
        int connection = 0;
        await using RawServer server = new(
            async (socket, token) =>
            {
                bool isFirst = Interlocked.Increment(ref connection) == 1;
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"output": "x"}"""), token);
                if (isFirst)
                {
                    await RawFrames.AnswerAsync(socket, RawFrames.Close(1000), token);
                }

                await RawFrames.ReadAsync(socket, token);
            }
        );
        await using ITarget target = Whole(To(server));
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).Output().ShouldBe("x");
        (await conversation.AskAsync("b", 2)).Output().ShouldBe("x");
        server.Accepted.ShouldBe(2);
    }

    [Fact]
    public async Task Without_attempts_a_connection_closed_between_turns_fails_the_turn()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"output": "x"}""");
            await socket.CloseAsync(1001, "tired");
        });
        await using WebSocketTarget target = Bare(To(server) with { Reconnect = _thrice with { Attempts = 0 } });
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).Output().ShouldBe("x");
        await server.NobodyLeftAsync(Cancellation);
        AgentError error = (await conversation.AskAsync("b", 2)).Error();
        error.Kind.ShouldBe(ErrorKind.ConnectionLost);
        error.Message.ShouldContain("1001 (going away: tired)");
        server.Handshakes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_lost_before_the_first_word_is_opened_again()
    {
        int connection = 0;
        ImpatientTimeProvider time = new(TimeSpan.FromSeconds(20));
        await using RawServer server = new(
            async (socket, token) =>
            {
                int number = Interlocked.Increment(ref connection);
                if (number == 1)
                {
                    RawServer.Reset(socket);
                    return;
                }

                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                if (number == 2)
                {
                    return;
                }

                await socket.SendAsync(
                    number == 3 ? RawFrames.Close(1012) : RawFrames.Text("""{"output": "x"}"""),
                    token
                );
                await RawFrames.ReadAsync(socket, token);
            }
        );
        (
            await AskAsync(To(server) with { Reconnect = _thrice }, environment: Here with { TimeProvider = time })
        ).ShouldBe([new FinalEvent("x")]);
        server.Accepted.ShouldBe(4);
        // The server's goodbyes are waited for on the same clock.
        time.Waits.Count(wait => wait != TimeSpan.FromSeconds(2)).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task After_the_last_attempt_the_failure_says_how_many_there_were()
    {
        WebSocketOptions options = new()
        {
            Url = $"ws{RawServer.RefusingUrl()[4..]}",
            Reconnect = _thrice with { Backoff = TimeSpan.Zero },
        };
        AgentError error = (await AskAsync(options)).Error();
        error.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldContain("(after 4 attempts)");
    }

    [Fact]
    public async Task An_answer_that_began_is_never_asked_for_again()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"delta": "half"}"""), token);
                RawServer.Reset(socket);
            }
        );
        IReadOnlyList<AgentEvent> events = await AskAsync(
            To(server) with
            {
                Reconnect = _thrice with { Backoff = TimeSpan.Zero },
            }
        );
        events.Error().Kind.ShouldBe(ErrorKind.ConnectionLost);
        server.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_turn_that_failed_leaves_its_connection_behind()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            while (await socket.ReceiveAsync() is { } message)
            {
                await socket.SendAsync(message == "fail" ? """{"error": "no"}""" : $$"""{"output": "{{message}}"}""");
            }
        });
        await using WebSocketTarget target = Bare(To(server) with { MessageTemplate = Template.Parse("$.input") });
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("fail")).Error().Kind.ShouldBe(ErrorKind.Agent);
        target.OpenConnections.ShouldBe(0);
        (await conversation.AskAsync("b", 2)).Output().ShouldBe("b");
        server.Handshakes.Count.ShouldBe(2);
    }
}
