using Baton.Agents;
using Baton.Targets.Steps;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Python;

public class PythonStepTests
{
    private const string Climber = """
        import dataclasses
        @dataclasses.dataclass
        class Seen:
            heard: object
            height: int
            done: bool
            answer: str = ""
        class Agent:
            def __init__(self): self.height = 0
            {0} step(self, observation):
                self.height += 1
                return Seen(getattr(observation, "height", observation), self.height, self.height % 3 == 0, "at " + str(self.height))
        agent = Agent()
        {0} climb(observation): return agent.step(observation)
        """;

    [Theory]
    [InlineData("agent:Agent.step", "def")]
    [InlineData("agent:Agent.step", "async def")]
    [InlineData("agent:Agent", "def")]
    [InlineData("agent:Agent", "async def")]
    [InlineData("agent:agent", "def")]
    [InlineData("agent:agent", "async def")]
    [InlineData("agent:climb", "def")]
    public async Task Steps_are_taken_until_one_is_done(string target, string keyword)
    {
        await using PythonAgent agent = Stepping(Climber.Replace("{0}", keyword, StringComparison.Ordinal), target);

        List<AgentEvent> events = await agent.RunAsync("go");

        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("at 3");
        final.Raw!.Value.GetProperty("height").GetInt32().ShouldBe(3);
        SpanStartedEvent[] started = [.. events.OfType<SpanStartedEvent>()];
        started.Select(span => span.Name).ShouldBe(["step 1", "step 2", "step 3"]);
        started[0].Input!.Value.GetString().ShouldBe("go");
        started[2].Input!.Value.GetProperty("height").GetInt32().ShouldBe(2);
        events
            .OfType<SpanEndedEvent>()
            .Select(span => span.Output!.Value.GetProperty("heard").ToString())
            .ShouldBe(["go", "1", "2"]);
    }

    [Fact]
    public async Task The_object_lives_as_long_as_the_conversation()
    {
        await using PythonAgent agent = Stepping(Climber.Replace("{0}", "async def", StringComparison.Ordinal));
        IConversation conversation = agent.Converse();

        PythonAgent.Output(await PythonAgent.TurnAsync(conversation)).ShouldBe("at 3");
        List<AgentEvent> second = await PythonAgent.TurnAsync(conversation, "and on", 2);

        PythonAgent.Output(second).ShouldBe("at 6");
        second.OfType<SpanStartedEvent>().First().Input!.Value.GetString().ShouldBe("and on");
        second.OfType<SpanStartedEvent>().Count().ShouldBe(3);
        (await agent.OutputAsync()).ShouldBe("at 3");
    }

    [Fact]
    public async Task Paths_tell_when_it_is_done_and_where_the_answer_is()
    {
        await using PythonAgent agent = Stepping(
            """
            class Agent:
                def __init__(self): self.left = ["a", "b"]
                def step(self, observation, context):
                    found = self.left.pop(0)
                    return ({"answers": [found, context["step"]]}, 0.5, not self.left, {"input": context["input"]})
            """
        );
        agent.Options = agent.Options with
        {
            Step = new StepOptions { DonePath = DataPath.Parse("[2]"), OutputPath = DataPath.Parse("[0].answers") },
        };

        (await agent.OutputAsync()).ShouldBe("b2");
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("'yes'", true)]
    [InlineData("0.5", true)]
    [InlineData("[0]", true)]
    [InlineData("object()", true)]
    [InlineData("False", false)]
    [InlineData("None", false)]
    [InlineData("0", false)]
    [InlineData("''", false)]
    [InlineData("'False'", false)]
    [InlineData("{}", false)]
    public async Task Done_is_anything_but_nothing(string value, bool isDone)
    {
        await using PythonAgent agent = Stepping(
            $$"""
            class Agent:
                def step(self, observation): return {"done": {{value}}, "text": "t"}
            """
        );
        agent.Options = agent.Options with { Step = new StepOptions { MaxSteps = 1 } };

        AgentEvent last = (await agent.RunAsync())[^1];

        (last is FinalEvent).ShouldBe(isDone);
        (last is LimitEvent).ShouldBe(!isDone);
    }

    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task The_most_steps_are_a_limit_that_keeps_what_came(string keyword)
    {
        await using PythonAgent agent = Stepping(
            $$"""
            class Agent:
                {{keyword}} step(self, observation): return {"answer": len(observation) + 1, "done": False, "pad": [0] * 9}
            """
        );
        agent.Options = agent.Options with { Step = new StepOptions { MaxSteps = 1000 } };

        List<AgentEvent> events = await agent.RunAsync();

        events[^2].ShouldBe(new TextEvent("4"));
        LimitEvent limit = events[^1].ShouldBeOfType<LimitEvent>();
        limit.Limit.ShouldBe("max_steps");
        limit.Message.ShouldBe("`agent:Agent.step` was not done after 1000 steps (`step.max_steps`)");
        events.OfType<SpanStartedEvent>().Count().ShouldBe(1000);
        events.OfType<SpanEndedEvent>().Count().ShouldBe(1000);
    }

    [Theory]
    [InlineData("def", "raise ValueError('boom')", "exception", "step 3: ValueError: boom")]
    [InlineData("async def", "raise ValueError('boom')", "exception", "step 3: ValueError: boom")]
    [InlineData("def", "raise StopIteration", "exception", "step 3: StopIteration")]
    [InlineData("async def", "raise SystemExit(4)", "exception", "step 3: SystemExit: 4")]
    [InlineData("def", "return None", "no_output", "step 3 returned None: is a `return` missing?")]
    [InlineData("async def", "return None", "no_output", "step 3 returned None: is a `return` missing?")]
    [InlineData(
        "def",
        "return (x for x in 'x')",
        "protocol",
        "step 3 returned a `generator`; a step returns its result and cannot stream it"
    )]
    [InlineData(
        "def",
        "return {'done': 1}",
        "no_output",
        "step 3 is done and has nothing at `answer`; it returned {\"done\": 1}"
    )]
    public async Task A_step_that_fails_is_named(string keyword, string third, string kind, string expected)
    {
        await using PythonAgent agent = Stepping(Counting(3, third, keyword));
        agent.Options = agent.Options with { Step = new StepOptions { OutputPath = DataPath.Parse("answer") } };

        List<AgentEvent> events = await agent.RunAsync();

        AgentError error = events[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(kind);
        error.Message.ShouldBe(expected);
        error.Details!["step"]!.GetValue<int>().ShouldBe(3);
        events.OfType<SpanStartedEvent>().Count().ShouldBe(3);
        events.OfType<SpanEndedEvent>().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_step_that_ends_the_worker_fails_the_run_and_the_next_one_has_a_new_worker()
    {
        await using PythonAgent agent = Stepping(
            """
            import os, signal
            class Agent:
                def __init__(self): self.count = 0
                def step(self, observation):
                    self.count += 1
                    if self.count == 2 and observation["said"] == "die": os.kill(os.getpid(), signal.SIGKILL)
                    return {"said": observation, "count": self.count, "done": self.count == 2, "text": "alive"}
            """
        );

        List<AgentEvent> events = await agent.RunAsync("die");

        AgentError error = events[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldContain("killed by signal 9");
        events.OfType<SpanStartedEvent>().Last().Name.ShouldBe("step 2");
        (await agent.OutputAsync("live")).ShouldBe("alive");
    }

    [Theory]
    [InlineData("os.kill(os.getpid(), 9)")]
    [InlineData("os._exit(3)")]
    [InlineData("ctypes.string_at(0)")]
    public async Task What_is_told_right_before_the_worker_dies_is_in_the_record(string death)
    {
        await using PythonAgent agent = Stepping(Counting(5, death));

        List<AgentEvent> events = await agent.RunAsync();

        events[^1].ShouldBeOfType<ErrorEvent>().Error.Kind.ShouldBe(ErrorKind.ProcessExit);
        events.OfType<SpanStartedEvent>().Select(span => span.Name).ShouldBe(Enumerable.Range(1, 5).Select(Step));
        events.OfType<SpanEndedEvent>().Count().ShouldBe(4);
        events
            .OfType<LogEvent>()
            .Select(log => log.Message)
            .ShouldBe(Enumerable.Range(1, 5).Select(number => $"taking {number}"));

        static string Step(int number) => $"step {number}";
    }

    [Fact]
    public async Task A_step_that_blocks_its_worker_is_told_while_it_does()
    {
        await using PythonAgent agent = Stepping(Counting(4, "time.sleep(300)"));
        using CancellationTokenSource seen = new(TimeSpan.FromMinutes(1));
        List<string> names = [];

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            Turn turn = new() { Input = "hi", Number = 1 };
            await foreach (AgentEvent happened in agent.Converse().TakeTurnAsync(turn, seen.Token))
            {
                if (happened is SpanStartedEvent { Name: var name })
                {
                    names.Add(name);
                    if (name == "step 4")
                    {
                        await seen.CancelAsync();
                    }
                }
            }
        });

        names.ShouldBe(["step 1", "step 2", "step 3", "step 4"]);
    }

    [Fact]
    public async Task Many_steps_at_once_tell_everything_in_order()
    {
        await using PythonAgent agent = Stepping(Climber.Replace("{0}", "async def", StringComparison.Ordinal));

        List<AgentEvent>[] runs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => agent.RunAsync()));

        foreach (List<AgentEvent> events in runs)
        {
            events
                .Select(happened => happened.Type)
                .ShouldBe(["span_start", "span_end", "span_start", "span_end", "span_start", "span_end", "final"]);
            events.OfType<SpanStartedEvent>().Select(span => span.Name).ShouldBe(["step 1", "step 2", "step 3"]);
        }
    }

    [Fact]
    public async Task Steps_are_told_without_memory_to_share()
    {
        await using PythonAgent agent = Stepping(
            """
            import os
            class Agent:
                async def step(self, observation): return {"text": str(hasattr(os, "memfd_create")), "done": True}
            """
        );
        agent.Write("sitecustomize.py", "import os\nif hasattr(os, 'memfd_create'): del os.memfd_create\n");
        agent.Environment = agent.Environment with
        {
            Variables = new Dictionary<string, string>(PythonAgent.ProcessVariables) { ["PYTHONPATH"] = agent.Root },
        };

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("False");
        events.Select(happened => happened.Type).ShouldBe(["span_start", "span_end", "final"]);
    }

    [Fact]
    public async Task An_agent_that_damages_the_shared_memory_harms_only_itself()
    {
        await using PythonAgent agent = Stepping(
            """
            import os, random
            class Agent:
                def __init__(self): self.count = 0
                async def step(self, observation):
                    self.count += 1
                    if self.count == 2 and observation["said"] != "live":
                        for name in os.listdir("/proc/self/fd"):
                            if os.path.realpath("/proc/self/fd/" + name).startswith("/memfd:baton"):
                                memory = os.open("/proc/self/fd/" + name, os.O_RDWR)
                                os.pwrite(memory, random.Random(3).randbytes(60000), 16)
                                os.ftruncate(memory, 1 << 42)
                        os._exit(9)
                    return {"said": observation, "done": self.count == 2, "text": "alive"}
            """
        );

        List<AgentEvent> events = await agent.RunAsync("die");

        events[^1].ShouldBeOfType<ErrorEvent>().Error.Kind.ShouldBe(ErrorKind.ProcessExit);
        (await agent.OutputAsync("live")).ShouldBe("alive");
    }

    [Theory]
    [InlineData("raise asyncio.CancelledError()")]
    [InlineData("asyncio.current_task().cancel(); await asyncio.sleep(1)")]
    public async Task A_step_that_cancels_itself_ends_as_cancelled(string third)
    {
        await using PythonAgent agent = Stepping(Counting(3, third));

        List<AgentEvent> events = await agent.RunAsync();

        events[^1].ShouldBeOfType<ErrorEvent>().Error.Message.ShouldContain("CancelledError");
        SpanEndedEvent[] ended = [.. events.OfType<SpanEndedEvent>()];
        ended.Length.ShouldBe(3);
        ended[2].Error.ShouldBe("cancelled");
    }

    [Fact]
    public async Task What_a_step_tells_of_itself_is_with_its_end()
    {
        await using PythonAgent agent = Stepping(
            Counting(2, "fluxloop.usage(model='m-1', input_tokens=3, output_tokens=4)")
        );
        agent.Options = agent.Options with { Step = new StepOptions { MaxSteps = 3 } };

        List<AgentEvent> events = await agent.RunAsync();

        SpanEndedEvent[] ended = [.. events.OfType<SpanEndedEvent>()];
        ended.Select(span => span.Attributes is null).ShouldBe([true, false, true]);
        ended[1].Attributes!.Value.GetProperty("model").GetString().ShouldBe("m-1");
        SpanStartedEvent third = events.OfType<SpanStartedEvent>().Last();
        third.Input!.Value.GetProperty("count").GetInt32().ShouldBe(2);
        third.Attributes!.Value.GetProperty("step").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task Printing_in_a_recursion_without_end_ends_the_call(string keyword)
    {
        await using PythonAgent agent = new(
            $$"""
            def down(level):
                print("level", level)
                down(level + 1)
            {{keyword}} run(input):
                down(0)
            """
        );

        AgentError error = await agent.ErrorAsync();

        error.Message.ShouldContain("RecursionError");
    }

    [Fact]
    public async Task Spans_of_a_step_are_inside_it()
    {
        await using PythonAgent agent = Stepping(
            """
            import fluxloop
            @fluxloop.tool
            def look(place): return "dark"
            class Agent:
                async def step(self, observation): return {"saw": look("cave"), "done": True, "text": "ok"}
            """
        );

        SpanStartedEvent[] spans = [.. (await agent.RunAsync()).OfType<SpanStartedEvent>()];

        spans.Select(span => span.Name).ShouldBe(["step 1", "look"]);
        spans[1].ParentSpanId.ShouldBe(spans[0].SpanId);
    }

    /// <summary>An agent that prints and returns the number of each step, never done, and does something in one of them.</summary>
    private static string Counting(int number, string action, string keyword = "async def") =>
        $$"""
            import asyncio, ctypes, os, time
            import fluxloop
            class Agent:
                def __init__(self): self.count = 0
                {{keyword}} step(self, observation):
                    self.count += 1
                    print("taking", self.count)
                    if self.count == {{number}}: {{action}}
                    return {"count": self.count}
            """;

    private static PythonAgent Stepping(string code, string target = "agent:Agent.step")
    {
        PythonAgent agent = new(code, target);
        agent.Options = agent.Options with { Step = new StepOptions() };
        return agent;
    }
}
