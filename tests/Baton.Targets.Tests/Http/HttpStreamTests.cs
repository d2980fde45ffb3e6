using Baton.Agents;
using Baton.Targets.Http;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

public sealed class HttpStreamTests
{
    [Theory]
    [InlineData("""{"delta": "a"}""", """{"delta": "b"}""")]
    [InlineData("""{"text": "a"}""", """{"text": "b"}""")]
    [InlineData("""{"content": [{"type": "text", "text": "a"}]}""", """{"content": "b"}""")]
    [InlineData(
        """{"choices": [{"delta": {"role": "assistant", "content": "a"}}]}""",
        """{"choices": [{"delta": {"content": "b"}}]}"""
    )]
    [InlineData("""{"choices": [{"delta": {"content": "ab"}}]}""", """{"choices": [], "usage": {"total_tokens": 3}}""")]
    [InlineData("""{"update": {"delta": "a"}}""", """{"update": {"delta": "b"}}""")]
    [InlineData(
        """{"type": "content_block_start", "content_block": {"type": "text", "text": ""}}""",
        """{"type": "content_block_delta", "delta": {"type": "text_delta", "text": "ab"}}"""
    )]
    [InlineData(
        """{"type": "response.output_text.delta", "delta": "ab"}""",
        """{"type": "response.output_text.done", "text": "ab"}"""
    )]
    [InlineData(
        """{"type": "response.function_call_arguments.delta", "delta": "{"}""",
        """{"type": "text-delta", "delta": "ab"}"""
    )]
    [InlineData(
        """{"message": {"role": "assistant", "content": "ab"}, "done": false}""",
        """{"message": {"role": "assistant", "content": ""}, "done": true}"""
    )]
    [InlineData("""{"type": "tool_result", "error": "only the tool failed"}""", """{"delta": "ab"}""")]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("a", "b")]
    [InlineData("ab", "")]
    public async Task Common_shapes_need_no_path(string first, string second)
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            $"data: {first}\n\n",
            $"data: {second}\n\n",
            "data: [DONE]\n\n"
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(Sse(server));
        events.Output().ShouldBe("ab");
        events.Text().ShouldBe("ab");
        server.Requests[0].Headers["Accept"].ShouldBe("text/event-stream");
    }

    [Fact]
    public async Task Nothing_is_read_after_done()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            "data: {\"delta\": \"a\"}\n\ndata: [DONE]\n\ndata: {\"delta\": \"b\"}\n\n"
        );
        (await TurnAsync(Sse(server))).Output().ShouldBe("a");
    }

    [Fact]
    public async Task A_path_says_where_the_text_stands()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            "data: {\"message\": {\"delta\": \"a\"}, \"text\": \"no\"}\n\ndata: {\"text\": \"no\"}\n\n",
            "data: {\"message\": {\"delta\": \"b\"}}\n\n"
        );
        RunnerOptions common = new() { StreamOutputPath = Path("message.delta") };
        (await TurnAsync(Sse(server), common)).Output().ShouldBe("ab");
        HttpOptions own = Sse(server) with { StreamOutputPath = Path("$.text") };
        (await TurnAsync(own, common)).Output().ShouldBe("nono");
    }

    [Fact]
    public async Task Only_the_events_asked_for_are_read()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            "event: token\ndata: a\n\nevent: status\ndata: thinking\n\ndata: b\n\n"
        );
        HttpOptions options = Sse(server) with { StreamEventFilter = ["token", "message"] };
        (await TurnAsync(options)).Output().ShouldBe("ab");
        AgentError error = (await TurnAsync(options with { StreamEventFilter = ["tokens"] })).Error();
        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain("none of its 3 events passes `http.stream_event_filter`");
    }

    [Theory]
    [InlineData("event: error\ndata: {\"message\": \"boom\"}\n\n", "boom")]
    [InlineData("event: error\ndata: boom\n\n", "boom")]
    [InlineData("data: {\"error\": {\"message\": \"boom\", \"code\": 1}}\n\n", "boom")]
    [InlineData("data: {\"type\": \"error\", \"message\": \"boom\"}\n\n", "boom")]
    [InlineData(
        "data: {\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\", \"message\": \"boom\"}}\n\n",
        "boom"
    )]
    public async Task An_error_in_the_stream_fails_the_run_and_keeps_the_text(string failure, string message)
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            "data: {\"delta\": \"part\"}\n\n",
            failure,
            "data: {\"delta\": \"more\"}\n\n"
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(Sse(server) with { StreamEventFilter = ["message"] });
        events.Text().ShouldBe("part");
        (events.Error().Kind, events.Error().Message).ShouldBe((ErrorKind.Agent, message));
    }

    [Fact]
    public async Task A_whole_answer_at_the_end_is_the_output()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "application/x-ndjson",
            "{\"delta\": \"a \"}\n{\"delta\": \" b\"}\n",
            "{\"type\": \"final\", \"output\": \"a b\"}"
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(Ndjson(server));
        events.Text().ShouldBe("a  b");
        events.Output().ShouldBe("a b");
    }

    [Fact]
    public async Task Reasoning_is_no_part_of_the_answer()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "text/event-stream",
            "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"mm\"}}]}\n\n",
            "data: {\"delta\":\"yes\"}\n\n"
        );
        IReadOnlyList<AgentEvent> events = await TurnAsync(Sse(server));
        events.Output().ShouldBe("yes");
        string.Concat(events.OfType<ReasoningEvent>().Select(reasoning => reasoning.Content)).ShouldBe("hmmm");
    }

    [Fact]
    public async Task Lines_of_json_are_read_with_either_line_end_and_without_a_last_one()
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync(
            "application/x-ndjson",
            "{\"response\": \"\u00fc\"",
            "}\r\n\r\n{\"response\"",
            ": \"b\"}\n{\"response\": \"c\"}"
        );
        (await TurnAsync(Ndjson(server))).Output().ShouldBe("übc");
    }

    [Theory]
    [InlineData(StreamFormat.Ndjson, "{\"delta\": \"a\"}\n{oops\n", "item 2 of the stream is no JSON")]
    [InlineData(StreamFormat.Ndjson, "{\"delta\": \"a\"}\nplain\n", "It begins: plain")]
    [InlineData(StreamFormat.Sse, "data: {\"delta\": \"a\"}\n\ndata: {oops\n\n", "It begins: {oops")]
    public async Task What_is_no_json_breaks_the_stream(StreamFormat format, string stream, string message)
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync("text/event-stream", stream);
        IReadOnlyList<AgentEvent> events = await TurnAsync(new HttpOptions { Url = server.Url, Stream = format });
        events.Text().ShouldBe("a");
        events.Error().Kind.ShouldBe(ErrorKind.Protocol);
        events.Error().Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("", "no item came")]
    [InlineData("data: [DONE]\n\n", "no item came")]
    [InlineData("data: {\"delta\": \"a\"}\n", "never ended with an empty line")]
    [InlineData(
        "data: {\"chunk_of\": \"a\"}\n\n",
        "1 items came, the first is: {\"chunk_of\": \"a\"}; check `stream_output_path`"
    )]
    public async Task A_stream_without_text_says_why(string stream, string message)
    {
        await using LoopbackServer server = await LoopbackServer.StreamingAsync("text/event-stream", stream);
        AgentError error = (await TurnAsync(Sse(server))).Error();
        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_server_may_answer_whole_where_a_stream_was_asked_for()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output": "whole"}""");
        (await TurnAsync(Sse(server))).Output().ShouldBe("whole");
        await using LoopbackServer failing = await LoopbackServer.AnsweringAsync("""{"error": "down"}""", 500);
        (await TurnAsync(Sse(failing))).Error().Message.ShouldContain("500 Internal Server Error: down");
    }

    [Fact]
    public async Task Connections_are_used_again_after_a_stream()
    {
        HashSet<string> connections = [];
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            connections.Add(context.Connection.Id);
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync("data: a\n\n"u8.ToArray());
        });
        await using ITarget target = Target(Sse(server));
        for (int i = 0; i < 10; i++)
        {
            (await TurnAsync(target)).Output().ShouldBe("a");
        }

        connections.Count.ShouldBe(1);
    }

    private static HttpOptions Sse(LoopbackServer server) => new() { Url = server.Url, Stream = StreamFormat.Sse };

    private static HttpOptions Ndjson(LoopbackServer server) =>
        new() { Url = server.Url, Stream = StreamFormat.Ndjson };
}
