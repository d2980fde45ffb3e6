using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonClassTests
{
    private const string Counting = """
        class Agent:
            def __init__(self, name="nobody", start=0):
                self.name, self.count = name, start
            def ask(self, input):
                self.count += 1
                return f"{self.name} {self.count}"
            async def ask_async(self, input):
                return self.ask(input)
            def stream(self, input):
                yield from self.ask(input)
            def __call__(self, input):
                return self.ask(input)

        def make(name, start=0, tags=()):
            return Agent(name, start)
        async def make_async(name, start=0):
            return Agent(name, start)
        class Makers:
            @classmethod
            def make(cls, **kwargs): return Agent(**kwargs)
        """;

    [Theory]
    [InlineData("agent:Agent.ask", "agent:make")]
    [InlineData("agent:Agent.ask", "agent:make_async")]
    [InlineData("agent:Agent.ask", "agent:Agent")]
    [InlineData("agent:Agent.ask", "agent:Makers.make")]
    [InlineData("agent:Agent.ask_async", "agent:make")]
    [InlineData("agent:Agent.ask_async", "agent:make_async")]
    [InlineData("agent:Agent.stream", "agent:make")]
    [InlineData("agent:Agent", "agent:make")]
    public async Task A_factory_makes_one_instance_for_each_conversation(string target, string factory)
    {
        await using PythonAgent agent = Factory(Counting, target, factory, """{"name": "Ada", "start": 4}""");
        IConversation one = agent.Converse();
        IConversation other = agent.Converse();

        PythonAgent.Output(await PythonAgent.TurnAsync(one)).ShouldBe("Ada 5");
        PythonAgent.Output(await PythonAgent.TurnAsync(one, number: 2)).ShouldBe("Ada 6");
        PythonAgent.Output(await PythonAgent.TurnAsync(other)).ShouldBe("Ada 5");
    }

    [Fact]
    public async Task A_factory_may_stand_in_another_module_and_give_a_subclass()
    {
        await using PythonAgent agent = Factory(Counting, "agent:Agent.ask", "makers:make");
        agent.Write(
            "makers.py",
            """
            import agent
            class Loud(agent.Agent):
                async def ask(self, input): return input.upper()
            def make(): return Loud()
            """
        );

        (await agent.OutputAsync("hi")).ShouldBe("HI");
    }

    [Fact]
    public async Task What_one_conversation_does_to_the_arguments_is_unknown_to_the_next()
    {
        await using PythonAgent agent = Factory(
            """
            class Agent:
                def __init__(self, tags): self.tags = tags
                def ask(self, input):
                    self.tags.append(input)
                    return ",".join(self.tags)
            """,
            "agent:Agent.ask",
            "agent:Agent",
            """{"tags": ["a"]}"""
        );

        (await agent.OutputAsync("b")).ShouldBe("a,b");
        (await agent.OutputAsync("c")).ShouldBe("a,c");
    }

    [Theory]
    [InlineData(
        "agent:Agent.ask",
        "agent:make",
        "{}",
        "`factory: agent:make` needs `name`; give it in `factory_kwargs`"
    )]
    [InlineData(
        "agent:Agent.ask",
        "agent:make",
        """{"name": "x", "stat": 1}""",
        "`factory: agent:make` takes no `stat`; did you mean `start`?; correct `factory_kwargs`"
    )]
    [InlineData("agent:Agent.ask", "agent:mke", "{}", "`agent` has no `mke`; did you mean `make`?")]
    [InlineData("agent:Agent.ask", "agnt:make", "{}", "no Python module `agnt`; did you mean `agent`")]
    [InlineData(
        "agent:Agent.ask",
        "agent:number",
        "{}",
        "`factory: agent:number` is of type `int` and cannot be called"
    )]
    [InlineData(
        "agent:make",
        "agent:make",
        """{"name": "x"}""",
        "name a method of a class, `target: agent:Class.method`"
    )]
    public async Task A_factory_that_cannot_be_called_is_explained_before_the_first_run(
        string target,
        string factory,
        string kwargs,
        string expected
    )
    {
        await using PythonAgent agent = Factory(Counting + "\nnumber = 1", target, factory, kwargs);

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("def make(): pass", "start", "`factory: agent:make` returned None: is a `return` missing?")]
    [InlineData("def make(): return 1", "start", "`factory: agent:make` made a `int`, which has no method `ask`")]
    [InlineData("def make(): raise ValueError('no key')", "exception", "ValueError: no key")]
    [InlineData("async def make(): raise ValueError('no key')", "exception", "ValueError: no key")]
    public async Task A_factory_that_fails_fails_the_run(string factory, string kind, string expected)
    {
        foreach (string keyword in new[] { "def", "async def" })
        {
            await using PythonAgent agent = Factory(
                $"class Agent:\n    {keyword} ask(self, input): return input\n{factory}",
                "agent:Agent.ask",
                "agent:make"
            );

            AgentError error = await agent.ErrorAsync();

            error.Kind.ShouldBe(kind);
            error.Message.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("def close(self): done('closed')", "def")]
    [InlineData("def close(self): done('closed')", "async def")]
    [InlineData("async def aclose(self): done('closed')", "def")]
    [InlineData("async def aclose(self): done('closed')", "async def")]
    [InlineData("async def close(self): done('closed')", "def")]
    [InlineData("def __enter__(self): pass\n    def __exit__(self, *error): done('closed')", "def")]
    [InlineData("def __enter__(self): return self\n    def __exit__(self, *error): done('closed')", "async def")]
    [InlineData(
        "async def __aenter__(self): return self\n    async def __aexit__(self, *error): done('closed')",
        "def"
    )]
    [InlineData(
        "async def __aenter__(self): self.task = asyncio.current_task(); return self\n    async def __aexit__(self, *error): done('closed' if self.task is asyncio.current_task() else 'elsewhere')",
        "async def"
    )]
    public async Task An_instance_is_closed_at_the_end_of_its_conversation(string closing, string keyword)
    {
        await using PythonAgent agent = new(
            $"""
            import asyncio, os
            def done(text):
                with open("closed.tmp", "a") as file: file.write(text)
                os.rename("closed.tmp", "closed")
            class Agent:
                {closing}
                {keyword} ask(self, input): return "not yet" if not os.path.exists("closed") else "already"
            """,
            "agent:Agent.ask"
        );
        IConversation conversation = agent.Converse();
        PythonAgent.Output(await PythonAgent.TurnAsync(conversation)).ShouldBe("not yet");
        PythonAgent.Output(await PythonAgent.TurnAsync(conversation, number: 2)).ShouldBe("not yet");

        await conversation.DisposeAsync();
        await agent.Target.DisposeAsync();

        (await File.ReadAllTextAsync(Path.Combine(agent.Root, "closed"), PythonAgent.Patience)).ShouldBe("closed");
    }

    [Theory]
    [InlineData("@contextlib.contextmanager\ndef make():")]
    [InlineData("@contextlib.asynccontextmanager\nasync def make():")]
    public async Task A_factory_may_be_a_context_manager(string head)
    {
        await using PythonAgent agent = Factory(
            $"""
            import contextlib
            class Agent:
                async def ask(self, input): return input
            {head}
                yield Agent()
                open("left", "w").close()
            """,
            "agent:Agent.ask",
            "agent:make"
        );

        (await agent.OutputAsync("hi")).ShouldBe("hi");
        await agent.Target.DisposeAsync();

        File.Exists(Path.Combine(agent.Root, "left")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_conversation_that_fails_to_close_harms_nobody()
    {
        await using PythonAgent agent = new(
            """
            class Agent:
                def close(self): raise ValueError("cannot")
                def ask(self, input): return input
            """,
            "agent:Agent.ask"
        );

        (await agent.OutputAsync("one")).ShouldBe("one");
        (await agent.OutputAsync("two")).ShouldBe("two");
    }

    [Fact]
    public async Task Entering_that_fails_fails_the_run_and_the_next_turn_tries_again()
    {
        await using PythonAgent agent = new(
            """
            tries = 0
            class Agent:
                async def __aenter__(self):
                    global tries
                    tries += 1
                    if tries == 1: raise ValueError("not yet")
                    return self
                async def __aexit__(self, *error): pass
                async def ask(self, input): return f"try {tries}"
            """,
            "agent:Agent.ask"
        );
        IConversation conversation = agent.Converse();

        (await PythonAgent.TurnAsync(conversation))[^1]
            .ShouldBeOfType<ErrorEvent>()
            .Error.Message.ShouldBe("ValueError: not yet");
        PythonAgent.Output(await PythonAgent.TurnAsync(conversation, number: 2)).ShouldBe("try 2");
    }

    private static PythonAgent Factory(string code, string target, string factory, string kwargs = "{}")
    {
        PythonAgent agent = new(code, target);
        agent.Options = agent.Options with { Factory = factory, FactoryKwargs = JsonNode.Parse(kwargs)!.AsObject() };
        return agent;
    }
}
