using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Python;

public class PythonStreamTests
{
    [Theory]
    [InlineData("'a'", "'b'")]
    [InlineData("b'a'", "b'b'")]
    [InlineData("{'delta': 'a'}", "{'delta': {'content': 'b'}}")]
    [InlineData("{'text': 'a'}", "{'content': 'b'}")]
    [InlineData("{'content': [{'type': 'text', 'text': 'a'}]}", "{'update': {'delta': 'b'}}")]
    [InlineData("{'choices': [{'delta': {'role': 'assistant'}}]}", "{'choices': [{'delta': {'content': 'ab'}}]}")]
    [InlineData(
        "{'type': 'message_start', 'message': {'content': 'x'}}",
        "{'type': 'content_block_delta', 'delta': {'type': 'text_delta', 'text': 'ab'}}"
    )]
    [InlineData(
        "{'type': 'response.output_text.delta', 'delta': 'ab'}",
        "{'type': 'response.output_text.done', 'text': 'ab'}"
    )]
    [InlineData(
        "{'type': 'content_block_delta', 'delta': {'text': 'ab'}}",
        "{'type': 'text', 'text': 'ab', 'snapshot': 'ab'}"
    )]
    [InlineData(
        "SimpleNamespace(choices=[SimpleNamespace(delta=SimpleNamespace(content='a'))])",
        "SimpleNamespace(content='b')"
    )]
    [InlineData("('ab', {'node': 'x'})", "None")]
    [InlineData("namedtuple('Piece', 'kind text')('delta', 'a')", "namedtuple('Piece', 'index delta')(1, 'b')")]
    [InlineData("Enum('Word', {'A': 'a'}).A", "Enum('Word', {'B': 'b'}, type=str).B")]
    [InlineData("make_dataclass('Piece', ['text'])('a')", "TypedDict('Piece', {'text': str})(text='b')")]
    [InlineData("Model(text='a')", "Model(delta=Model(text='b'))")]
    [InlineData("OldModel(text='a')", "OldModel(delta=OldModel(text='b'))")]
    public async Task Common_shapes_of_items_are_known(string first, string second)
    {
        foreach (string kind in new[] { "def", "async def" })
        {
            await using PythonAgent agent = new(
                $"""
                from collections import namedtuple
                from dataclasses import make_dataclass
                from enum import Enum
                from types import SimpleNamespace
                from typing import TypedDict
                from models import Model, OldModel
                {kind} run(input):
                    yield {first}
                    yield {second}
                """
            );
            agent.Write("models.py", PydanticModels.Code);

            (await agent.OutputAsync()).ShouldBe("ab");
        }
    }

    [Theory]
    [InlineData("message.delta", "{'message': {'delta': 'x'}, 'text': 'no'}")]
    [InlineData("delta.delta.text", "Model(text='no', delta={'delta': OldModel(text='x')})")]
    [InlineData("message.delta", "Model(message=SimpleNamespace(delta=b'x'))")]
    [InlineData("$.a[\"b.c\"][-1]", "{'a': {'b.c': ['no', 'x']}}")]
    [InlineData("item.content.0.text", "{'item': SimpleNamespace(content=[{'text': 'x'}])}")]
    [InlineData("parts[*].text", "{'parts': [{'text': 'x'}, {'other': 1}, {'text': ''}]}")]
    public async Task A_path_tells_where_the_text_is(string path, string item)
    {
        await using PythonAgent agent = new(
            $$"""
            from types import SimpleNamespace
            from models import Model, OldModel
            async def run(input):
                yield {{item}}
                yield {'nothing': 'here'}
                yield {{item}}
            """
        );
        agent.Write("models.py", PydanticModels.Code);
        agent.Options = agent.Options with { StreamOutputPath = DataPath.Parse(path, null) };

        List<AgentEvent> events = await agent.RunAsync();

        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["x", "x"]);
        PythonAgent.Output(events).ShouldBe("xx");
    }

    [Theory]
    [InlineData("def run(input): return iter(['a', 'b'])")]
    [InlineData("def run(input): return (piece for piece in 'ab')")]
    [InlineData("async def run(input): return (piece for piece in 'ab')")]
    [InlineData(
        "async def run(input):\n    async def inner():\n        for piece in 'ab': yield piece\n    return inner()"
    )]
    [InlineData("def run(input):\n    async def inner():\n        for piece in 'ab': yield piece\n    return inner()")]
    [InlineData(
        "class Stream:\n    def __init__(self): self.left = ['b', 'a']\n    def __aiter__(self): return self\n    async def __anext__(self):\n        if not self.left: raise StopAsyncIteration\n        return self.left.pop()\nasync def run(input): return Stream()"
    )]
    [InlineData("class Stream:\n    def __iter__(self): yield from 'ab'\ndef run(input): return Stream()")]
    [InlineData("class Stream:\n    def __iter__(self): yield from 'ab'\nasync def run(input): return Stream()")]
    [InlineData(
        "class Stream:\n    async def __aiter__(self):\n        for piece in 'ab': yield piece\ndef run(input): return Stream()"
    )]
    [InlineData("async def later(): return iter('ab')\ndef run(input): return later()")]
    public async Task Whatever_can_be_iterated_is_streamed(string code)
    {
        await using PythonAgent agent = new(code);

        List<AgentEvent> events = await agent.RunAsync();

        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["a", "b"]);
        PythonAgent.Output(events).ShouldBe("ab");
    }

    [Theory]
    [InlineData("def run(input): return inner()\nasync def inner(): return 'awaited'")]
    [InlineData("import asyncio\nasync def run(input): return await asyncio.to_thread(lambda: 'awaited')")]
    public async Task What_can_be_awaited_is_awaited(string code)
    {
        await using PythonAgent agent = new(code);

        (await agent.OutputAsync()).ShouldBe("awaited");
    }

    [Fact]
    public async Task A_generators_return_value_counts_when_it_yielded_no_text()
    {
        await using PythonAgent agent = new("def run(input):\n    yield {'step': 1}\n    return 'answer'");

        (await agent.OutputAsync()).ShouldBe("answer");
    }

    [Theory]
    [InlineData("if False: yield", "the generator yielded nothing")]
    [InlineData(
        "yield {'step': 1}",
        """yielded 1 items and none has text in a known shape; set `stream_output_path`; the first is {"step": 1}"""
    )]
    public async Task A_stream_without_text_is_a_failure(string body, string expected)
    {
        await using PythonAgent agent = new($"async def run(input):\n    {body}");

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task An_error_in_the_middle_keeps_what_came_before(string kind)
    {
        await using PythonAgent agent = new($"{kind} run(input):\n    yield 'a'\n    raise ValueError('then')");

        List<AgentEvent> events = await agent.RunAsync();

        events[0].ShouldBe(new TextEvent("a"));
        events[1].ShouldBeOfType<ErrorEvent>().Error.Message.ShouldBe("ValueError: then");
        events.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task Ten_thousand_items_arrive_in_order(string kind)
    {
        await using PythonAgent agent = new($"{kind} run(input):\n    for i in range(10_000): yield f'{{i}},'");

        string[] items = (await agent.OutputAsync()).Split(',');

        items.Length.ShouldBe(10_001);
        items[9_999].ShouldBe("9999");
    }

    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task A_character_cut_by_two_items_of_bytes_stays_whole(string kind)
    {
        await using PythonAgent agent = new(
            $"{kind} run(input):\n    data = 'a€ü😀b'.encode()\n    for i in range(len(data)): yield data[i:i+1]"
        );

        (await agent.OutputAsync()).ShouldBe("a€ü😀b");
    }
}
