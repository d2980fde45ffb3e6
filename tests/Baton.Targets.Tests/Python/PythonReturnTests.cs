using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonReturnTests
{
    [Theory]
    [InlineData("return 'text'", "text")]
    [InlineData("return ''", "")]
    [InlineData("return b'bytes'", "bytes")]
    [InlineData("return 42", "42")]
    [InlineData("return True", "true")]
    [InlineData("return {'output': 'a'}", "a")]
    [InlineData("return {'text': 'b', 'other': 1}", "b")]
    [InlineData("return {'content': 'c'}", "c")]
    [InlineData("return {'content': [{'type': 'thinking', 'thinking': 'x'}, {'type': 'text', 'text': 'd'}]}", "d")]
    [InlineData("return {'message': {'content': 'e'}}", "e")]
    [InlineData("return {'choices': [{'message': {'content': 'f'}}]}", "f")]
    [InlineData("return {'messages': [{'content': 'x'}, {'content': 'g'}]}", "g")]
    [InlineData("return types.SimpleNamespace(output_text='h', output=[1])", "h")]
    [InlineData(
        "return types.SimpleNamespace(choices=[types.SimpleNamespace(message=types.SimpleNamespace(content='i'))])",
        "i"
    )]
    [InlineData("return Reply('j')", "j")]
    [InlineData("return Answer('k', 0.5)", "k")]
    [InlineData("return Colour.RED", "red")]
    [InlineData("return {'output': Colour.RED}", "red")]
    [InlineData("return {'output': b'bytes'}", "bytes")]
    [InlineData("return Typed(answer='l')", "l")]
    [InlineData("return Model(answer='m', score=1)", "m")]
    [InlineData("return OldModel(message=Model(content='n'))", "n")]
    [InlineData("return Words('o')", "o")]
    [InlineData("return Model(verdict='p', inner=OldModel(score=1))", """{"verdict": "p", "inner": {"score": 1}}""")]
    [InlineData("return Point(1, 2)", """{"x": 1, "y": 2}""")]
    [InlineData("return {'score': 1, 'ok': None}", """{"score": 1, "ok": null}""")]
    [InlineData("return [1, 2]", "[1, 2]")]
    [InlineData("return ['a', 'b']", """["a", "b"]""")]
    [InlineData(
        "return {'n': float('nan'), 'd': datetime.date(2026, 1, 2), 's': {1}, 'b': b'\\xff'}",
        """{"n": "NaN", "d": "2026-01-02", "s": [1], "b": {"base64": "/w=="}}"""
    )]
    [InlineData("return 'half \\ud800 pair'", "half \uFFFD pair")]
    [InlineData("return 'whole \\ud83d\\ude00 pair'", "whole 😀 pair")]
    [InlineData("return 'null \\x00 and line\\nbreak'", "null \0 and line\nbreak")]
    public async Task What_is_returned_becomes_text(string body, string expected)
    {
        await using PythonAgent agent = new(
            $"""
            import dataclasses, datetime, enum, types, typing
            from models import Model, OldModel, Words

            @dataclasses.dataclass
            class Reply:
                text: str

            class Answer(typing.NamedTuple):
                answer: str
                score: float

            class Point(typing.NamedTuple):
                x: int
                y: int

            class Typed(typing.TypedDict):
                answer: str

            class Colour(enum.Enum):
                RED = "red"

            def run(input):
                {body}
            """
        );
        agent.Write("models.py", PydanticModels.Code);

        (await agent.OutputAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task More_than_text_is_kept_as_it_came()
    {
        await using PythonAgent agent = new("def run(input): return {'output': 'a', 'score': [1, {'x': 2.5}]}");

        FinalEvent final = (await agent.RunAsync())[^1].ShouldBeOfType<FinalEvent>();

        final.Raw!.Value.GetProperty("score")[1].GetProperty("x").GetDouble().ShouldBe(2.5);
    }

    [Fact]
    public async Task A_pydantic_object_is_read_by_its_fields()
    {
        await using PythonAgent agent = new(
            """
            class Reply:  # the part of pydantic's interface that counts
                def model_dump(self): return {"verdict": "yes", "score": 3}

            def run(input): return Reply()
            """
        );

        (await agent.OutputAsync()).ShouldBe("""{"verdict": "yes", "score": 3}""");
    }

    [Fact]
    public async Task Nothing_returned_is_a_failure_that_asks_for_the_return()
    {
        await using PythonAgent agent = new("def run(input): input.upper()");

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldBe("returned None: is a `return` missing?");
    }

    [Fact]
    public async Task An_object_without_any_data_is_not_silently_turned_into_text()
    {
        await using PythonAgent agent = new("class Thing: pass\ndef run(input): return Thing()");

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("`Thing`");
    }

    [Fact]
    public async Task Self_containing_and_endless_values_are_cut()
    {
        await using PythonAgent agent = new(
            """
            def run(input):
                value = {"items": list(range(5))}
                value["self"] = value
                deep = []
                for _ in range(10000):
                    deep = [deep]
                value["deep"] = deep
                return value
            """
        );

        (await agent.OutputAsync()).ShouldStartWith("""{"items": [0, 1, 2, 3, 4], "self": "…", "deep": [[""");
    }

    [Fact]
    public async Task A_huge_text_comes_in_bounded_pieces_and_whole()
    {
        await using PythonAgent agent = new("def run(input): return 'é' * 3_000_000");

        List<AgentEvent> events = await agent.RunAsync();

        events.OfType<TextEvent>().Max(text => text.Content.Length).ShouldBeLessThanOrEqualTo(32 * 1024);
        PythonAgent.Output(events).Length.ShouldBe(3_000_000);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_the_input_breaks_nothing()
    {
        await using PythonAgent agent = new("def run(input): return repr(input)");

        (await agent.OutputAsync("a\ud800b")).ShouldBe("'a\uFFFDb'");
    }
}
