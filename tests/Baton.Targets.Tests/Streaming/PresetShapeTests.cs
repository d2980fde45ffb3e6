using System.Text;
using Baton.Targets.Streaming;
using FsCheck;
using FsCheck.Fluent;
using static Baton.Targets.Tests.Streaming.RecordedStream;

namespace Baton.Targets.Tests.Streaming;

/// <summary>Shapes the recordings do not hold, written as the protocols describe them.</summary>
public sealed class PresetShapeTests
{
    [Fact]
    public async Task An_account_that_grows_with_every_chunk_is_told_once() =>
        (
            await ReadEventsAsync(
                StreamPreset.OpenAIChat,
                """{"model": "m", "choices": [{"delta": {"content": "a"}}], "usage": {"prompt_tokens": 3, "completion_tokens": 1}}""",
                """{"model": "m", "choices": [{"delta": {"content": "b"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}"""
            )
        ).ShouldBe("text: ab\nusage: 3+2=5 m\nfinal: ab");

    [Fact]
    public async Task A_call_that_is_cut_off_was_never_made() =>
        (
            await ReadEventsAsync(
                StreamPreset.OpenAIChat,
                """{"choices": [{"delta": {"content": "Let me look."}}]}""",
                """{"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "c", "function": {"name": "pay", "arguments": "{\"euros\": 1"}}]}}]}"""
            )
        ).ShouldBe("text: Let me look.\nerror connection_lost: the recording ended its stream without `[DONE]`");

    [Fact]
    public async Task Of_several_choices_the_first_one_counts() =>
        (
            await ReadEventsAsync(
                StreamPreset.OpenAIChat,
                """{"choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "yes"}}]}""",
                "[DONE]"
            )
        ).ShouldBe("text: yes\nfinal: yes");

    [Theory]
    [InlineData("""{"error": {"message": "overloaded", "code": 529}}""")]
    [InlineData("""{"choices": [], "error": {"message": "overloaded"}}""")]
    public async Task An_error_of_a_model_server_fails_the_run(string item) =>
        (await ReadEventsAsync(StreamPreset.OpenAIChat, item)).ShouldBe("error agent_error: overloaded");

    [Fact]
    public async Task Tokens_of_a_cache_are_input_and_the_last_account_wins() =>
        (
            await ReadEventsAsync(
                StreamPreset.Anthropic,
                """{"type": "message_start", "message": {"model": "m", "usage": {"input_tokens": 1, "cache_read_input_tokens": 10, "cache_creation_input_tokens": 100, "output_tokens": 1}}}""",
                """{"type": "content_block_start", "index": 0, "content_block": {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}}""",
                """{"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": "{\"q\":1}"}}""",
                """{"type": "content_block_stop", "index": 0}""",
                """{"type": "content_block_start", "index": 1, "content_block": {"type": "web_search_tool_result", "tool_use_id": "s", "content": [{"url": "u"}]}}""",
                """{"type": "ping"}""",
                """{"type": "content_block_start", "index": 2, "content_block": {"type": "text", "text": ""}}""",
                """{"type": "content_block_delta", "index": 2, "delta": {"type": "text_delta", "text": "ok"}}""",
                """{"type": "message_delta", "delta": {}, "usage": {"output_tokens": 9}}""",
                """{"type": "message_stop"}"""
            )
        ).ShouldBe(
            "call s: web_search {\"q\":1}\nresult s: [{\"url\": \"u\"}]\ntext: ok\nusage: 111+9=120 m\nfinal: ok"
        );

    [Theory]
    [InlineData(
        """{"type": "error", "error": {"type": "overloaded_error", "message": "overloaded"}}""",
        StreamPreset.Anthropic
    )]
    [InlineData(
        """{"type": "response.failed", "response": {"error": {"code": "x", "message": "overloaded"}}}""",
        StreamPreset.OpenAIResponses
    )]
    [InlineData("""{"type": "error", "message": "overloaded"}""", StreamPreset.OpenAIResponses)]
    [InlineData(
        """{"jsonrpc": "2.0", "id": 1, "error": {"code": -32603, "message": "overloaded"}}""",
        StreamPreset.A2A
    )]
    [InlineData("""{"type": "abort", "reason": "overloaded"}""", StreamPreset.VercelAI)]
    public async Task What_a_protocol_calls_a_failure_fails_the_run(string item, StreamPreset preset) =>
        (await ReadEventsAsync(preset, item)).ShouldBe("error agent_error: overloaded");

    [Fact]
    public async Task Tools_that_a_server_runs_itself_have_their_results() =>
        (
            await ReadEventsAsync(
                StreamPreset.OpenAIResponses,
                """{"type": "response.output_item.added", "output_index": 0, "item": {"type": "mcp_call", "id": "m", "name": "roll", "arguments": ""}}""",
                """{"type": "response.mcp_call_arguments.delta", "output_index": 0, "delta": "{\"n\":2}"}""",
                """{"type": "response.output_item.done", "output_index": 0, "item": {"type": "mcp_call", "id": "m", "name": "roll", "arguments": "{\"n\":2}", "output": "7"}}""",
                """{"type": "response.output_item.done", "output_index": 1, "item": {"type": "web_search_call", "id": "w", "action": {"query": "q"}}}""",
                """{"type": "response.refusal.delta", "delta": "I cannot."}""",
                """{"type": "response.incomplete", "response": {"model": "m", "usage": {"input_tokens": 1, "output_tokens": 2}}}"""
            )
        ).ShouldBe(
            "call m: roll {\"n\":2}\nresult m: \"7\"\ncall w: web_search {\"query\": \"q\"}\n"
                + "text: I cannot.\nusage: 1+2=3 m\nfinal: I cannot."
        );

    [Fact]
    public async Task Python_agents_of_OpenAI_are_read_too() =>
        (
            await ReadEventsAsync(
                StreamPreset.OpenAIResponses,
                """{"type": "agent_updated_stream_event"}""",
                """{"type": "raw_response_event", "data": {"type": "response.output_item.done", "output_index": 0, "item": {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}}}""",
                """{"type": "raw_response_event", "data": {"type": "response.completed", "response": {"model": "m", "usage": {"input_tokens": 1, "output_tokens": 2}}}}""",
                """{"type": "run_item_stream_event", "item": {"type": "tool_call_item", "raw_item": {"call_id": "c", "name": "f", "arguments": "{}"}}}""",
                """{"type": "run_item_stream_event", "item": {"type": "tool_call_output_item", "raw_item": {"call_id": "c"}, "output": "4"}}""",
                """{"type": "raw_response_event", "data": {"type": "response.output_text.delta", "delta": "Four."}}"""
            )
        ).ShouldBe("call c: f {}\nusage: 1+2=3 m\nresult c: \"4\"\ntext: Four.\nfinal: Four.");

    [Fact]
    public async Task A_result_that_is_not_final_yet_is_no_result() =>
        (
            await ReadEventsAsync(
                StreamPreset.VercelAI,
                """{"type": "tool-input-available", "toolCallId": "c", "toolName": "f", "input": {}}""",
                """{"type": "tool-output-available", "toolCallId": "c", "output": "1 %", "preliminary": true}""",
                """{"type": "tool-output-available", "toolCallId": "c", "output": "all"}""",
                """{"type": "text-delta", "id": "t", "delta": "ok"}""",
                """{"type": "data-weather", "data": {"text": "no"}}""",
                """{"type": "finish"}"""
            )
        ).ShouldBe("call c: f {}\nresult c: \"all\"\ntext: ok\nfinal: ok");

    [Theory]
    [InlineData(
        "event: messages/partial\ndata: [{\"type\": \"ai\", \"id\": \"m\", \"content\": \"Ulm\"}]\n\n"
            + "event: messages/partial\ndata: [{\"type\": \"ai\", \"id\": \"m\", \"content\": \"Ulm has\"}]\n\n"
            + "event: messages/complete\ndata: [{\"type\": \"ai\", \"id\": \"m\", \"content\": \"Ulm has\", \"response_metadata\": {\"finish_reason\": \"stop\", \"model_name\": \"g\"}, \"usage_metadata\": {\"input_tokens\": 1, \"output_tokens\": 2}}]\n\n"
            + "event: end\ndata: null\n\n",
        "text: Ulm has\nusage: 1+2=3 g\nfinal: Ulm has"
    )]
    [InlineData(
        "event: messages|sub:1\ndata: [{\"type\": \"AIMessageChunk\", \"id\": \"m\", \"content\": [{\"type\": \"thinking\", \"thinking\": \"Hm\"}, {\"type\": \"text\", \"text\": \"Ulm\"}]}, {}]\n\n",
        "reasoning: Hm\ntext: Ulm\nfinal: Ulm"
    )]
    [InlineData(
        "data: [\"messages\", [{\"lc\": 1, \"type\": \"constructor\", \"id\": [\"langchain_core\", \"messages\", \"AIMessageChunk\"], \"kwargs\": {\"content\": \"Ulm\"}}, {}]]\n\n",
        "text: Ulm\nfinal: Ulm"
    )]
    [InlineData(
        "event: updates\ndata: {\"ask\": {\"messages\": [{\"type\": \"ai\", \"id\": \"m\", \"content\": \"Wait.\"}]}}\n\n"
            + "event: updates\ndata: {\"__interrupt__\": [{\"value\": {\"text\": \"May I?\"}}]}\n\n",
        "text: Wait.\\n\\nMay I?\nfinal: Wait.\\n\\nMay I?"
    )]
    [InlineData(
        "event: values\ndata: {\"messages\": [{\"type\": \"human\", \"content\": \"hi\"}, {\"type\": \"ai\", \"content\": \"Hello\"}]}\n\n",
        "text: Hello\nfinal: Hello"
    )]
    public async Task LangGraph_is_read_in_all_its_forms(string stream, string events) =>
        (
            await ShowAsync(
                Encoding.UTF8.GetBytes(stream),
                isEvents: true,
                new StreamOptions { Preset = StreamPreset.LangGraph }
            )
        ).ShouldBe(events);

    [Fact]
    public async Task An_artifact_that_is_sent_anew_takes_the_place_of_the_old_one() =>
        (
            await ReadEventsAsync(
                StreamPreset.A2A,
                """{"result": {"kind": "artifact-update", "taskId": "t", "contextId": "c", "artifact": {"artifactId": "a", "parts": [{"kind": "text", "text": "Draft"}]}}}""",
                """{"result": {"kind": "artifact-update", "taskId": "t", "contextId": "c", "artifact": {"artifactId": "a", "parts": [{"kind": "text", "text": "Final text"}]}}}""",
                """{"result": {"kind": "task", "id": "t", "contextId": "c", "artifacts": [{"artifactId": "a", "parts": [{"kind": "text", "text": "Final text."}]}], "status": {"state": "completed"}}}"""
            )
        ).ShouldBe("text: Draft\\n\\nFinal text.\nfinal: Final text.");

    [Theory]
    [InlineData("""{"parts": [{"kind": "data", "data": {"a": 1}}]}""", "{\"a\": 1}")]
    [InlineData("""{"parts": [{"kind": "file", "file": {"uri": "http://x/y.pdf"}}]}""", "http://x/y.pdf")]
    [InlineData("""{"parts": [{"url": "http://x/y.pdf", "mediaType": "application/pdf"}]}""", "http://x/y.pdf")]
    public async Task An_answer_without_text_is_its_data_or_its_file(string message, string output) =>
        (await ReadEventsAsync(StreamPreset.A2A, "{\"result\": {\"message\": " + message + "}}")).ShouldBe(
            $"text: {output}\nfinal: {output}"
        );

    [Theory]
    [InlineData(StreamPreset.OpenAIChat)]
    [InlineData(StreamPreset.OpenAIResponses)]
    [InlineData(StreamPreset.Anthropic)]
    [InlineData(StreamPreset.VercelAI)]
    [InlineData(StreamPreset.AgUI)]
    [InlineData(StreamPreset.LangGraph)]
    [InlineData(StreamPreset.A2A)]
    public void Items_of_the_wrong_shape_never_throw(StreamPreset preset)
    {
        string[] items =
        [
            .. Directory
                .EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Recorded", "streams"))
                .SelectMany(File.ReadAllLines)
                .Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line)
                .Where(line => line.StartsWith('{') || line.StartsWith('[')),
        ];
        string[] wrong = ["null", "[]", "{}", "\"x\"", "7", "true", "[[[]]]", "{\"type\": 3}"];
        Gen<string> broken =
            from item in Gen.Elements(items)
            from what in Gen.Elements("\"[^\"]*\"(?=[,}\\]])", "\\[[^\\[\\]]*\\]", "\\{[^{}]*\\}", "[0-9]+(?=[,}\\]])")
            from put in Gen.Elements(wrong)
            from which in Gen.Choose(0, 5)
            select Replace(item, what, put, which);
        Prop.ForAll(
                broken.ListOf().ToArbitrary(),
                stream =>
                {
                    string events = ReadEventsAsync(preset, [.. stream]).GetAwaiter().GetResult();
                    return events.Contains("final: ", StringComparison.Ordinal)
                        || events.Contains("error ", StringComparison.Ordinal);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static string Replace(string item, string what, string put, int which)
    {
        int at = 0;
        return System.Text.RegularExpressions.Regex.Replace(
            item,
            what,
            match => at++ == which ? put : match.Value,
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(10)
        );
    }
}
