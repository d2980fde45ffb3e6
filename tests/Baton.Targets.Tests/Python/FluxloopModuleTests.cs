using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class FluxloopModuleTests
{
    [Fact]
    public async Task Spans_nest_and_carry_input_output_times_and_usage()
    {
        await using PythonAgent agent = new(
            """
            import fluxloop

            @fluxloop.tool
            def search(query, limit=3): return {"hits": [query] * limit}

            @fluxloop.prompt("answer", model="m-1")
            async def generate(text):
                fluxloop.usage(model="m-1", input_tokens=10, output_tokens=5, cost=0.25)
                return text.upper()

            @fluxloop.agent()
            async def run(input):
                hits = search(input)
                return await generate(hits["hits"][0])
            """
        );

        List<AgentEvent> events = await agent.RunAsync("hello");

        PythonAgent.Output(events).ShouldBe("HELLO");
        SpanStartedEvent[] started = [.. events.OfType<SpanStartedEvent>()];
        started
            .Select(span => (span.Name, span.Kind))
            .ShouldBe([("run", "agent"), ("search", "tool"), ("answer", "generation")]);
        started[0].ParentSpanId.ShouldBeNull();
        started[1].ParentSpanId.ShouldBe(started[0].SpanId);
        started[2].ParentSpanId.ShouldBe(started[0].SpanId);
        started[1].Input!.Value.GetRawText().ShouldBe("""{"query":"hello"}""");
        started[2].Attributes!.Value.GetProperty("model").GetString().ShouldBe("m-1");
        Dictionary<string, SpanEndedEvent> ended = events.OfType<SpanEndedEvent>().ToDictionary(span => span.SpanId);
        ended[started[1].SpanId].Output!.Value.GetProperty("hits").GetArrayLength().ShouldBe(3);
        ended[started[2].SpanId].Attributes!.Value.GetProperty("input_tokens").GetInt32().ShouldBe(10);
        ended[started[0].SpanId].Timestamp.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(started[0].Timestamp!.Value);
        ToolCallEvent call = events.OfType<ToolCallEvent>().ShouldHaveSingleItem();
        call.ToolName.ShouldBe("search");
        events.OfType<ToolResultEvent>().ShouldHaveSingleItem().CallId.ShouldBe(call.CallId);
        UsageEvent usage = events.OfType<UsageEvent>().ShouldHaveSingleItem();
        usage.Usage.ShouldBe(
            new Usage
            {
                InputTokens = 10,
                OutputTokens = 5,
                TotalTokens = 15,
                Cost = 0.25m,
            }
        );
        usage.Model.ShouldBe("m-1");
    }

    [Theory]
    [InlineData("@fluxloop.agent\ndef run(input): return 'ab'", "\"ab\"")]
    [InlineData("@fluxloop.agent()\ndef run(input): return 'ab'", "\"ab\"")]
    [InlineData("@fluxloop.agent('named')\ndef run(input): return 'ab'", "\"ab\"")]
    [InlineData("@fluxloop.agent(name='named')\nasync def run(input): return 'ab'", "\"ab\"")]
    [InlineData("@fluxloop.trace\ndef run(input):\n    yield 'a'\n    yield 'b'", "\"ab\"")]
    [InlineData(
        "@fluxloop.trace\nasync def run(input):\n    yield 'a'\n    yield {'text': 'b'}",
        """["a",{"text":"b"}]"""
    )]
    [InlineData(
        "@fluxloop.instrument(kind='chain')\n@fluxloop.record_call_args\ndef run(input): return 'ab'",
        "\"ab\""
    )]
    public async Task Every_kind_of_function_can_be_decorated_with_and_without_parentheses(string code, string output)
    {
        await using PythonAgent agent = new("import fluxloop\n" + code);

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("ab");
        SpanStartedEvent span = events.OfType<SpanStartedEvent>().ShouldHaveSingleItem();
        span.Name.ShouldBe(code.Contains("named", StringComparison.Ordinal) ? "named" : "run");
        JsonElement ended = events.OfType<SpanEndedEvent>().ShouldHaveSingleItem().Output!.Value;
        ended.GetRawText().ShouldBe(output);
    }

    [Fact]
    public async Task Both_names_are_one_module_and_the_rest_of_it_works()
    {
        await using PythonAgent agent = new(
            """
            import baton, fluxloop, os
            from fluxloop import agent, tool
            assert baton is fluxloop
            fluxloop.configure(api_key="x", project="y")
            assert fluxloop.load_env("nowhere.env") is False
            assert fluxloop.load_env("my.env") is True

            class Calculator:
                @tool("add")
                def add(self, a, b): return a + b

            @fluxloop.record_call_args
            def run(input):
                with fluxloop.trace("step") as span:
                    span.set(answer=42)
                    fluxloop.usage({"model": "m", "usage": {"prompt_tokens": 1, "completion_tokens": 2}})
                    fluxloop.event("note", {"x": 1})
                    try:
                        Calculator().add(1, "2")
                    except TypeError:
                        pass
                return os.environ["FROM_FILE"]
            """
        );
        agent.Write("my.env", "# comment\nexport FROM_FILE='a value' # tail\nBROKEN\n");

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("a value");
        ObservationEvent[] observations = [.. events.OfType<ObservationEvent>()];
        observations.Select(one => one.Name).ShouldBe(["record_call_args", "note"]);
        observations[0].Data!.Value.GetProperty("kwargs").GetRawText().ShouldBe("""{"input":"hi"}""");
        observations[1].ParentSpanId.ShouldBe(events.OfType<SpanStartedEvent>().First().SpanId);
        events
            .OfType<ToolResultEvent>()
            .ShouldHaveSingleItem()
            .Error!.ShouldStartWith("TypeError: unsupported operand");
        events.OfType<UsageEvent>().ShouldHaveSingleItem().Usage.TotalTokens.ShouldBe(3);
        events.OfType<SpanEndedEvent>().Last().Attributes!.Value.GetProperty("answer").GetInt32().ShouldBe(42);
        events.OfType<ToolCallEvent>().Single().Arguments!.Value.GetRawText().ShouldBe("""{"a":1,"b":"2"}""");
    }

    [Fact]
    public async Task Spans_of_concurrent_calls_do_not_mix()
    {
        await using PythonAgent agent = new(
            """
            import asyncio, fluxloop
            @fluxloop.agent
            async def run(input):
                async def part(number):
                    with fluxloop.trace(f"{input}-{number}"):
                        await asyncio.sleep(0)
                await asyncio.gather(part(1), part(2))
                return "ok"
            """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 10 };

        List<AgentEvent>[] runs = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(run => agent.RunAsync($"run{run}"))
        );

        for (int run = 0; run < runs.Length; run++)
        {
            SpanStartedEvent[] spans = [.. runs[run].OfType<SpanStartedEvent>()];
            spans.Select(span => span.Name).ShouldBe(["run", $"run{run}-1", $"run{run}-2"]);
            spans.Skip(1).ShouldAllBe(span => span.ParentSpanId == spans[0].SpanId);
        }
    }

    [Fact]
    public async Task A_real_package_of_the_name_wins_but_a_mere_folder_does_not()
    {
        await using PythonAgent agent = new(
            "import fluxloop, baton\ndef run(input): return fluxloop.me + str(hasattr(baton, 'agent'))"
        );
        agent.Write("fluxloop/__init__.py", "me = 'real'");
        agent.Write("baton/configs/simulation.yaml", "");

        (await agent.OutputAsync()).ShouldBe("realTrue");
    }

    [Fact]
    public async Task What_the_module_lacks_is_told_with_what_it_has()
    {
        await using PythonAgent agent = new("import fluxloop\ndef run(input): return fluxloop.teleport()");

        (await agent.ErrorAsync()).Message.ShouldStartWith(
            "AttributeError: Baton's built-in `fluxloop` has no `teleport`; it has agent, configure"
        );
    }

    [Fact]
    public async Task A_very_large_value_in_a_span_is_recorded_by_its_beginning()
    {
        await using PythonAgent agent = new(
            "import fluxloop\n@fluxloop.tool\ndef big(): return 'x' * 10_000_000\ndef run(input):\n    big()\n    return 'ok'"
        );

        JsonElement output = (await agent.RunAsync()).OfType<SpanEndedEvent>().Single().Output!.Value;

        output.GetProperty("characters").GetInt32().ShouldBe(10_000_000);
    }
}
