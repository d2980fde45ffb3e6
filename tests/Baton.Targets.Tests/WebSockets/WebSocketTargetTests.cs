using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

public sealed class WebSocketTargetTests
{
    [Fact]
    public async Task An_agent_of_the_JSONL_protocol_needs_nothing_but_its_address()
    {
        string? received = null;
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            received = await socket.ReceiveAsync();
            await socket.SendAsync("""{"type":"delta","delta":"hel"}""");
            await socket.SendAsync("""{"type":"delta","delta":"lo"}""");
            await socket.SendAsync("""{"type":"final"}""");
            await socket.ReceiveAsync();
        });

        IReadOnlyList<AgentEvent> events = await AskAsync(To(server));

        events.ShouldBe([new TextEvent("hel"), new TextEvent("lo"), new FinalEvent("hello")]);
        JsonNode message = JsonNode.Parse(received!)!;
        message["type"]!.GetValue<string>().ShouldBe("input");
        message["input"]!.GetValue<string>().ShouldBe("hi");
        message["context"]!["run_id"]!.GetValue<string>().ShouldBe("run-1");
    }

    [Fact]
    public async Task A_conversation_has_one_connection_for_all_its_turns()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            for (int turn = 1; await socket.ReceiveAsync() is { } message; turn++)
            {
                await socket.SendAsync($$"""{"output": "{{turn}} {{message}}"}""");
            }
        });
        await using WebSocketTarget target = Bare(To(server) with { MessageTemplate = Template.Parse("$.input") });

        await using (IConversation conversation = target.Start())
        {
            (await conversation.AskAsync("a")).Output().ShouldBe("1 a");
            (await conversation.AskAsync("b", 2)).Output().ShouldBe("2 b");
            (await conversation.AskAsync("c", 3)).Output().ShouldBe("3 c");
            target.OpenConnections.ShouldBe(1);
        }

        await using IConversation other = target.Start();
        (await other.AskAsync("d")).Output().ShouldBe("1 d");
        server.Handshakes.Count.ShouldBe(2);
        target.OpenConnections.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_says_goodbye()
    {
        TaskCompletionSource<int> closed = new();
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"output": "x"}""");
            (await socket.ReceiveAsync()).ShouldBeNull();
            closed.SetResult(socket.ClosedWith);
        });
        await AskAsync(To(server));
        (await closed.Task).ShouldBe(1000);
    }

    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task Fragments_are_put_together_even_inside_a_character(WebSocketMessageType kind)
    {
        byte[] message = Encoding.UTF8.GetBytes("""{"output": "zwölf 🎻 €"}""");
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            foreach (byte piece in message)
            {
                await socket.SendAsync([piece], kind, isLast: false);
            }

            await socket.SendAsync([], kind);
            await socket.ReceiveAsync();
        });
        (await AskAsync(To(server))).Output().ShouldBe("zwölf 🎻 €");
    }

    [Fact]
    public async Task A_large_message_comes_whole()
    {
        string text = new('x', 15 * 1024 * 1024);
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync($$"""{"output": "{{text}}"}""");
        (await AskAsync(To(server))).Output().ShouldBe(text);
    }

    [Theory]
    [InlineData(MessageFormat.Text, WebSocketMessageType.Text)]
    [InlineData(MessageFormat.Binary, WebSocketMessageType.Binary)]
    public async Task Messages_are_sent_as_text_or_as_bytes(MessageFormat format, WebSocketMessageType expected)
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            string? message = await socket.ReceiveAsync();
            await socket.SendAsync(new JsonObject { ["output"] = $"{socket.Kind} {message}" }.ToJsonString());
            await socket.ReceiveAsync();
        });
        WebSocketOptions options = To(server) with
        {
            MessageFormat = format,
            MessageTemplate = Json("""{"q": "$.input", "turn": "$.turn"}"""),
        };
        (await AskAsync(options)).Output().ShouldBe($$"""{{expected}} {"q":"hi","turn":1}""");
    }

    [Fact]
    public async Task The_handshake_carries_headers_subprotocols_and_the_trace()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            async socket =>
            {
                await socket.ReceiveAsync();
                await socket.SendAsync("""{"output": "x"}""");
                await socket.ReceiveAsync();
            },
            subprotocol: "chat.v2"
        );
        WebSocketOptions options = To(server) with
        {
            Url =
                $"{server.Url.Replace("ws://", "ws://me:p%40ss@", StringComparison.Ordinal)}/{{{{ run_id }}}}?q=$.input#top",
            Subprotocols = ["chat.v2", "chat.v1"],
            Headers = new Dictionary<string, Template>
            {
                ["X-Said"] = Template.Parse("said {{ input }}"),
                ["Origin"] = Template.Parse("https://example.test"),
            },
        };
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using ITarget target = Whole(options);
        await using IConversation conversation = target.StartConversation(
            new ConversationContext { RunId = "r 1", TraceParent = trace }
        );

        (await conversation.AskAsync("a/ü\r\nInjected: yes")).Output().ShouldBe("x");

        ReceivedRequest handshake = server.Handshakes.ShouldHaveSingleItem();
        handshake.Target.ShouldBe("/chat/r%201?q=a%2F%C3%BC%0D%0AInjected%3A%20yes");
        handshake.Headers["Sec-WebSocket-Protocol"].ShouldBe("chat.v2, chat.v1");
        handshake.Headers["X-Said"].ShouldBe("said a/ü  Injected: yes");
        handshake.Headers["Origin"].ShouldBe("https://example.test");
        handshake.Headers["Authorization"].ShouldBe("Basic bWU6cEBzcw==");
        handshake.Headers["traceparent"].ShouldBe(trace);
        handshake.Headers.ContainsKey("Injected").ShouldBeFalse();
    }

    [Fact]
    public async Task A_hello_is_sent_once_and_the_answer_to_it_is_waited_for()
    {
        List<string> received = [];
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.SendAsync("""{"type": "welcome", "text": "no answer"}""");
            received.Add((await socket.ReceiveAsync())!);
            await socket.SendAsync("""{"type": "connection_ack", "text": "no answer either"}""");
            while (await socket.ReceiveAsync() is { } message)
            {
                received.Add(message);
                await socket.SendAsync("""{"output": "x"}""");
            }
        });
        await using ITarget target = Whole(
            To(server) with
            {
                OpenTemplate = Json("""{"type": "connection_init", "session": "$.run_id"}"""),
                ReadyPath = Path("type"),
                ReadyValue = "connection_ack",
                MessageTemplate = Template.Parse("$.input"),
            }
        );
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).ShouldBe([new FinalEvent("x")]);
        (await conversation.AskAsync("b", 2)).ShouldBe([new FinalEvent("x")]);
        received.ShouldBe(["""{"type":"connection_init","session":"run-1"}""", "a", "b"]);
    }

    [Fact]
    public async Task A_greeting_of_any_kind_can_be_left_out()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.SendAsync("Welcome!");
            await socket.ReceiveAsync();
            await socket.SendAsync("hello");
            await socket.ReceiveAsync();
        });
        (await AskAsync(To(server) with { ReadyPath = Path("$"), SingleMessage = true })).Output().ShouldBe("hello");
    }

    [Fact]
    public async Task Pings_of_the_server_are_answered_between_turns_and_late_messages_left_out()
    {
        TaskCompletionSource<byte[]> answered = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"output": "x"}"""), token);
                await socket.SendAsync(RawFrames.Text("""{"delta": "late"}"""), token);
                await socket.SendAsync(RawFrames.Text("""{"delta": "later"}"""), token);
                await socket.SendAsync(RawFrames.Frame(RawFrames.PingOpcode, [1, 2, 3]), token);
                (byte opcode, byte[] payload) = await RawFrames.ReadAsync(socket, token);
                answered.SetResult([opcode, .. payload]);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"output": "y"}"""), token);
                await RawFrames.ReadAsync(socket, token);
            }
        );
        await using ITarget target = Whole(To(server));
        await using IConversation conversation = target.Start();
        (await conversation.AskAsync("a")).Output().ShouldBe("x");
        (await answered.Task.WaitAsync(Cancellation)).ShouldBe([RawFrames.PongOpcode, 1, 2, 3]);
        (await conversation.AskAsync("b", 2)).ShouldBe([new FinalEvent("y")]);
        server.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Baton_asks_whether_the_server_is_still_there()
    {
        byte[] opcodes = new byte[2];
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                for (int i = 0; i < opcodes.Length; i++)
                {
                    (opcodes[i], byte[] payload) = await RawFrames.ReadAsync(socket, token);
                    await socket.SendAsync(RawFrames.Frame(RawFrames.PongOpcode, payload), token);
                }

                await socket.SendAsync(RawFrames.Text("""{"output": "x"}"""), token);
            }
        );
        WebSocketOptions options = To(server) with
        {
            PingInterval = TimeSpan.FromMilliseconds(20),
            PingTimeout = TimeSpan.FromMinutes(1),
        };
        (await AskAsync(options)).Output().ShouldBe("x");
        opcodes.ShouldBe([RawFrames.PingOpcode, RawFrames.PingOpcode]);
    }

    [Fact]
    public async Task A_cancelled_turn_tells_the_server_and_leaves_nothing()
    {
        TaskCompletionSource arrived = new();
        TaskCompletionSource<(byte, byte[])> closed = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.ReadAsync(socket, token);
                arrived.SetResult();
                closed.SetResult(await RawFrames.ReadAsync(socket, token));
            }
        );
        await using WebSocketTarget target = Bare(To(server));
        await using IConversation conversation = target.Start();
        using CancellationTokenSource source = new();
        Task turn = Task.Run(
            async () =>
            {
                await foreach (AgentEvent _ in conversation.TakeTurnAsync(new Turn { Input = "x" }, source.Token)) { }
            },
            Cancellation
        );
        await arrived.Task;
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(turn);
        (byte opcode, byte[] payload) = await closed.Task.WaitAsync(Cancellation);
        opcode.ShouldBe(RawFrames.CloseOpcode);
        payload.ShouldBe([1001 >> 8, 1001 & 0xFF]);
        target.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_exactly_and_its_connection_closed()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            try
            {
                while (!socket.Context.RequestAborted.IsCancellationRequested)
                {
                    await socket.SendAsync("""{"delta": "0123456789"}""");
                }
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                // The client left.
            }
        });
        IReadOnlyList<AgentEvent> events = await AskAsync(
            To(server),
            new RunnerOptions { Guards = new GuardOptions { OutputCharLimit = 25_003 } }
        );
        events.Text().Length.ShouldBe(25_003);
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("output_char_limit");
        await server.NobodyLeftAsync(Cancellation);
    }

    [Fact]
    public async Task Disposing_the_target_ends_conversations_nobody_disposed()
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("""{"output": "x"}""");
        WebSocketTarget target = Bare(To(server));
        IConversation forgotten = target.Start();
        (await forgotten.AskAsync("a")).Output().ShouldBe("x");
        target.OpenConnections.ShouldBe(1);
        await target.DisposeAsync();
        target.OpenConnections.ShouldBe(0);
        await server.NobodyLeftAsync(Cancellation);
        await forgotten.DisposeAsync();
    }

    [Fact]
    public void The_name_shows_no_secrets() =>
        Bare(new WebSocketOptions { Url = "wss://user:pass@example.test/chat/{{ run_id }}?key=secret" })
            .Name.ShouldBe("wss://example.test/chat/%E2%80%A6");
}
