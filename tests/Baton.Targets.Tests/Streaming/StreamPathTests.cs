using Baton.Targets.Streaming;
using static Baton.Targets.Tests.Streaming.RecordedStream;

namespace Baton.Targets.Tests.Streaming;

public sealed class StreamPathTests
{
    private static readonly StreamOptions _own = new()
    {
        Text = Path("say"),
        Reasoning = Path("think"),
        ToolCall = new()
        {
            Name = Path("tool.name"),
            Arguments = Path("tool.input"),
            Id = Path("tool.id"),
        },
        ToolResult = new()
        {
            Id = Path("result.id"),
            Output = Path("result.value"),
            Error = Path("result.problem"),
        },
        Error = Path("trouble"),
        Done = Path("state"),
        DoneValue = "over",
        Usage = Path("tokens"),
    };

    [Fact]
    public async Task Paths_say_what_items_mean() =>
        (
            await ReadLinesAsync(
                _own,
                """{"think": "Hm."}""",
                """{"say": "Let me look."}""",
                """{"tool": {"id": "a", "name": "weather", "input": {"city": "Ulm"}}}""",
                """{"result": {"id": "a", "value": {"celsius": 21}}}""",
                """{"tool": {"id": "b", "name": "moon"}}""",
                """{"result": {"id": "b", "problem": "no moon tonight"}}""",
                """{"say": "21 °C.", "text": "no"}""",
                """{"tokens": {"input_tokens": 3, "output_tokens": 4}, "model": "m"}""",
                """{"state": "going on"}""",
                """{"state": "over"}""",
                """{"say": "never read"}"""
            )
        ).ShouldBe(
            """
            reasoning: Hm.
            text: Let me look.
            call a: weather {"city": "Ulm"}
            result a: {"celsius": 21}
            call b: moon 
            result b: no moon tonight
            text: \n\n21 °C.
            usage: 3+4=7 m
            final: Let me look.\n\n21 °C.
            """
        );

    [Theory]
    [InlineData("""{"t": {"i": 0, "n": "a", "x": "{\"k\""}}""", """{"t": {"i": 0, "x": ": 1}"}}""")]
    [InlineData("""{"t": {"d": "call-1", "n": "a", "x": "{\"k\""}}""", """{"t": {"d": "call-1", "x": ": 1}"}}""")]
    [InlineData("""{"t": {"n": "a", "x": "{\"k\""}}""", """{"t": {"x": ": 1}"}}""")]
    [InlineData("""{"t": {"i": 0, "d": "call-1", "n": "a", "x": ""}}""", """{"t": {"i": 0, "x": "{\"k\": 1}"}}""")]
    [InlineData("""{"t": {"i": 0, "n": "a"}}""", """{"t": {"i": 0, "x": {"k": 1}}}""")]
    public async Task Arguments_that_arrive_in_pieces_are_put_together(string first, string second)
    {
        StreamOptions options = new()
        {
            ToolCall = new()
            {
                Name = Path("t.n"),
                Arguments = Path("t.x"),
                Id = Path("t.d"),
                Index = Path("t.i"),
            },
        };
        (await ReadLinesAsync(options, first, second, """{"text": "Done."}"""))
            .Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("callcall-1:a{\"k\":1}\ntext:Done.\nfinal:Done.");
    }

    [Fact]
    public async Task Several_calls_in_one_item_grow_beside_each_other()
    {
        StreamOptions options = new()
        {
            ToolCall = new()
            {
                Each = Path("calls[*]"),
                Name = Path("name"),
                Arguments = Path("args"),
                Index = Path("index"),
            },
        };
        (
            await ReadLinesAsync(
                options,
                """{"calls": [{"index": 0, "name": "a", "args": "{\"x\""}, {"index": 1, "name": "b", "args": "["}]}""",
                """{"calls": [{"index": 1, "args": "]"}, {"index": 0, "args": ":1}"}]}""",
                """{"delta": "Fine."}"""
            )
        ).ShouldBe("call call-1: a {\"x\":1}\ncall call-2: b []\ntext: Fine.\nfinal: Fine.");
    }

    [Fact]
    public async Task Arguments_that_are_no_JSON_are_kept_as_text() =>
        (
            await ReadLinesAsync(
                _own,
                """{"tool": {"id": "a", "name": "weather", "input": "Ulm, {please"}}""",
                """{"say": "Fine."}"""
            )
        ).ShouldBe("call a: weather \"Ulm, {please\"\ntext: Fine.\nfinal: Fine.");

    [Fact]
    public async Task Without_a_path_for_text_the_common_shapes_are_read() =>
        (
            await ReadLinesAsync(
                new StreamOptions { Usage = Path("usage") },
                """{"delta": "a"}""",
                """{"choices": [{"delta": {"content": "b"}}], "usage": {"prompt_tokens": 1, "completion_tokens": 2}}""",
                """{"type": "final", "output": "ab!"}"""
            )
        ).ShouldBe("text: a\nusage: 1+2=3\ntext: b\nfinal: ab!");

    [Fact]
    public async Task An_error_path_fails_the_run_and_keeps_the_text() =>
        (
            await ReadLinesAsync(
                _own,
                """{"say": "One mo", "trouble": null}""",
                """{"trouble": {"message": "tired"}}"""
            )
        ).ShouldBe("text: One mo\nerror agent_error: tired");

    [Fact]
    public async Task Paths_beside_a_preset_read_what_the_preset_does_not_know() =>
        (
            await ReadLinesAsync(
                new StreamOptions
                {
                    Preset = StreamPreset.OpenAIChat,
                    ToolResult = new() { Output = Path("tool_output"), Id = Path("for") },
                },
                """{"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}]}}]}""",
                """{"tool_output": 21, "for": "c"}""",
                """{"choices": [{"delta": {"content": "21"}, "finish_reason": "stop"}]}"""
            )
        ).ShouldBe("call c: f {}\nresult c: 21\ntext: 21\nfinal: 21");

    [Fact]
    public async Task Tool_calls_alone_are_no_answer_and_the_error_says_so() =>
        (await ReadLinesAsync(_own, """{"tool": {"id": "a", "name": "weather"}}""")).ShouldBe(
            "call a: weather \nerror no_output: the recording ended its stream without text: "
                + "there were tool calls only; whoever runs the tools must also let the model answer"
        );

    [Fact]
    public async Task Items_that_say_nothing_are_shown_in_the_error() =>
        (await ReadLinesAsync(_own, """{"words": "hello"}""")).ShouldBe(
            "error no_output: the recording ended its stream without text: "
                + "the first item that says nothing is: {\"words\": \"hello\"}; check `stream`"
        );

    [Fact]
    public async Task An_item_that_is_no_JSON_is_told_with_its_number() =>
        (await ReadLinesAsync(_own, """{"say": "a"}""", "oops")).ShouldStartWith(
            "text: a\nerror protocol: item 2 of the stream is no JSON: "
        );

    [Theory]
    [InlineData("preset: openai", "preset", "`openai-chat`")]
    [InlineData("tool_call: {arguments: a}", "tool_call.name", "required")]
    [InlineData("text: \"a[\"", "text", "a[")]
    [InlineData("done_value: x", "done_value", "goes with `done`")]
    [InlineData("{}", "", "says nothing")]
    public void Wrong_settings_name_their_key(string yaml, string key, string message) =>
        Sections.Check<StreamOptions>(yaml, key, message);
}
