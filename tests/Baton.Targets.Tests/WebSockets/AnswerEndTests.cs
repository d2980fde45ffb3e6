using Baton.Agents;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>What ends an answer, on servers that keep the connection open after it.</summary>
public sealed class AnswerEndTests
{
    [Theory]
    [InlineData("""{"delta": "a"}""", """{"type": "final", "output": "a"}""")]
    [InlineData("""{"delta": "a"}""", """{"type": "done"}""")]
    [InlineData("""{"delta": "a"}""", """{"type": "end"}""")]
    [InlineData("""{"delta": "a"}""", """{"type": "complete"}""")]
    [InlineData("""{"type": "response.output_text.delta", "delta": "a"}""", """{"type": "response.completed"}""")]
    [InlineData("""{"text": "a", "done": false}""", """{"text": "", "done": true}""")]
    [InlineData("""{"delta": "a"}""", "[DONE]")]
    [InlineData("a", "[DONE]")]
    [InlineData("""{"type": "status", "state": "busy"}""", """{"output": "a"}""")]
    [InlineData("""{"type": "tool_result", "result": "no end"}""", """{"answer": "a"}""")]
    [InlineData("""{"delta": "a"}""", """{"result": "a"}""")]
    public async Task Common_ends_need_no_setting(string first, string last) =>
        (await TwoTurnsAsync(options => options, first, last)).ShouldBe("a");

    [Fact]
    public async Task The_last_message_is_part_of_the_answer() =>
        (
            await TwoTurnsAsync(
                options => options,
                """{"text": "a", "done": false}""",
                """{"text": "b", "done": true}"""
            )
        ).ShouldBe("ab");

    [Theory]
    [InlineData("event", "turn.end", """{"event": "turn.end"}""")]
    [InlineData("n", "3", """{"n": 3}""")]
    [InlineData("last", "true", """{"last": true}""")]
    [InlineData("last", null, """{"last": 1}""")]
    [InlineData("choices[0].finish_reason", null, """{"choices": [{"delta": {}, "finish_reason": "stop"}]}""")]
    [InlineData("events[*].kind", "end", """{"events": [{"kind": "more"}, {"kind": "end"}]}""")]
    [InlineData("$", "<END>", "<END>")]
    [InlineData("$", "<END>", "\"<END>\"")]
    public async Task A_path_says_what_the_last_message_is(string path, string? value, string last) =>
        (
            await TwoTurnsAsync(
                options => options with { DonePath = Path(path), DoneValue = value },
                """{"delta": "a", "last": false, "choices": [{"delta": {"content": "a"}, "finish_reason": null}]}""",
                """{"type": "final", "output": "no end", "n": 2}""",
                """{"type": "done"}""",
                last
            )
        ).ShouldBe("no end");

    [Theory]
    [InlineData("a")]
    [InlineData("\"a\"")]
    [InlineData("""{"text": "a"}""")]
    [InlineData("""{"message": {"role": "assistant", "content": "a"}}""")]
    public async Task A_single_message_is_the_whole_answer(string message) =>
        (await TwoTurnsAsync(options => options with { SingleMessage = true }, message)).ShouldBe("a");

    [Fact]
    public async Task Messages_beside_the_answer_are_no_single_message()
    {
        (
            await TwoTurnsAsync(
                options => options with { SingleMessage = true },
                """{"type": "ping"}""",
                """{"type": "thinking", "text": "hm"}""",
                """{"text": "a"}"""
            )
        ).ShouldBe("a");
        (
            await TwoTurnsAsync(
                options => options with { SingleMessage = true, StreamOutputPath = Path("reply") },
                """{"state": "typing"}""",
                """{"reply": "a"}"""
            )
        ).ShouldBe("a");
    }

    [Fact]
    public async Task Silence_ends_an_answer_only_where_it_is_said_to()
    {
        ManualTimeProvider time = new();
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("a", "b");
        await using ITarget target = Whole(
            To(server) with
            {
                DoneSilence = TimeSpan.FromSeconds(2),
            },
            environment: Here with
            {
                TimeProvider = time,
            }
        );
        await using IConversation conversation = target.Start();
        for (int turn = 1; turn <= 2; turn++)
        {
            List<AgentEvent> events = [];
            IAsyncEnumerator<AgentEvent> reading = conversation
                .TakeTurnAsync(new Turn { Input = "x", Number = turn }, Cancellation)
                .GetAsyncEnumerator(Cancellation);
            for (int message = 0; message < 2; message++)
            {
                (await reading.MoveNextAsync()).ShouldBeTrue();
                events.Add(reading.Current);
            }

            ValueTask<bool> last = reading.MoveNextAsync();
            time.Advance(TimeSpan.FromSeconds(1.9));
            last.IsCompleted.ShouldBeFalse();
            time.Advance(TimeSpan.FromSeconds(0.1));
            (await last).ShouldBeTrue();
            reading.Current.ShouldBe(new FinalEvent("ab"));
            await reading.DisposeAsync();
        }

        server.Handshakes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1005)]
    public async Task A_close_in_good_order_ends_an_answer(int code)
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawFrames.AcceptAsync(socket, token);
                await RawFrames.AnswerAsync(socket, RawFrames.Text("""{"delta": "a"}"""), token);
                byte[] close = code == 1005 ? RawFrames.Frame(RawFrames.CloseOpcode, []) : RawFrames.Close(code);
                await socket.SendAsync(close, token);
                await RawFrames.ReadAsync(socket, token);
            }
        );
        (await AskAsync(To(server))).ShouldBe([new TextEvent("a"), new FinalEvent("a")]);
        (await AskAsync(To(server) with { DonePath = Path("never") })).Output().ShouldBe("a");
    }

    [Fact]
    public async Task An_answer_without_an_end_says_after_a_silence_what_to_set()
    {
        ManualTimeProvider time = new();
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("""{"delta": "a"}""");
        WebSocketOptions options = To(server) with { IdleTimeout = TimeSpan.FromSeconds(5) };
        await using WebSocketTarget target = Bare(options, Here with { TimeProvider = time });
        await using IConversation conversation = target.Start();
        IAsyncEnumerator<AgentEvent> reading = conversation
            .TakeTurnAsync(new Turn { Input = "x" }, Cancellation)
            .GetAsyncEnumerator(Cancellation);
        (await reading.MoveNextAsync()).ShouldBeTrue();
        reading.Current.ShouldBe(new TextEvent("a"));
        ValueTask<bool> next = reading.MoveNextAsync();
        time.Advance(TimeSpan.FromSeconds(4.9));
        next.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        (await next).ShouldBeTrue();
        AgentError error = reading.Current.ShouldBeOfType<ErrorEvent>().Error;
        await reading.DisposeAsync();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("1 message and then nothing for 5 s (`websocket.idle_timeout`)");
        error.Message.ShouldContain("`websocket.done_path`, `single_message` or `done_silence`");
        error.IsTransient.ShouldBeFalse();
        target.OpenConnections.ShouldBe(0);
        await server.NobodyLeftAsync(Cancellation);
    }

    [Theory]
    [InlineData("""{"type": "error", "message": "boom"}""", null)]
    [InlineData("""{"error": {"code": 3, "message": "boom"}}""", null)]
    [InlineData("""{"status": {"problem": "boom"}, "delta": "x"}""", "status.problem")]
    public async Task An_error_message_fails_the_run_and_keeps_the_text(string failure, string? path)
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync(
            """{"delta": "part"}""",
            failure,
            """{"delta": "more"}"""
        );
        IReadOnlyList<AgentEvent> events = await AskAsync(
            To(server) with
            {
                ErrorPath = path is null ? null : Path(path),
            },
            new RunnerOptions { MaxRetries = 3 }
        );
        events.Text().ShouldBe("part");
        (events.Error().Kind, events.Error().Message).ShouldBe((ErrorKind.Agent, "boom"));
        server.Handshakes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type": "done"}""", "1 items came")]
    [InlineData("[DONE]", "the sign of its end came first")]
    public async Task An_answer_without_text_says_why(string message, string said)
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync(message);
        AgentError error = (await AskAsync(To(server))).Error();
        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain(said);
    }

    /// <summary>Asks twice over one connection, so that a wrong end shows in the second answer.</summary>
    private static async Task<string> TwoTurnsAsync(
        Func<WebSocketOptions, WebSocketOptions> change,
        params string[] messages
    )
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync(messages);
        await using ITarget target = Whole(change(To(server)));
        await using IConversation conversation = target.Start();
        string first = (await conversation.AskAsync("x")).Output();
        string second = (await conversation.AskAsync("x", 2)).Output();
        second.ShouldBe(first);
        server.Handshakes.Count.ShouldBe(1);
        return first;
    }
}
