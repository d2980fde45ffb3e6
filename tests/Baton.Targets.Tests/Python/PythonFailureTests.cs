using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonFailureTests
{
    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task An_exception_is_told_with_type_message_and_the_agents_own_frames(string kind)
    {
        await using PythonAgent agent = new(
            $"""
            def helper():
                raise ValueError("bad value")

            {kind} run(input):
                try:
                    helper()
                except ValueError as cause:
                    raise RuntimeError("no answer") from cause
            """
        );

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.Exception);
        error.IsTransient.ShouldBeFalse();
        error.Message.ShouldBe("RuntimeError: no answer");
        error.Details!["type"]!.GetValue<string>().ShouldBe("RuntimeError");
        error.Details["message"]!.GetValue<string>().ShouldBe("no answer");
        string traceback = error.Details["traceback"]!.GetValue<string>();
        traceback.ShouldContain("agent.py\", line 2, in helper");
        traceback.ShouldContain("agent.py\", line 8, in run");
        traceback.ShouldContain("The above exception was the direct cause");
        traceback.ShouldNotContain("baton_worker");
    }

    [Fact]
    public async Task Bytes_of_somebody_else_in_the_workers_channel_fail_the_run_and_the_worker_is_replaced()
    {
        await using PythonAgent agent = new(
            """
            import os
            def run(input):
                if input == "again":
                    return "back"
                for fd in range(3, 64):
                    try: os.write(fd, b"garbage\n")
                    except OSError: pass
                return "never"
            """
        );

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("something else wrote into the Python worker's channel");
        (await agent.OutputAsync("again")).ShouldBe("back");
    }

    [Fact]
    public async Task An_agent_that_closes_the_workers_channel_fails_its_run_and_the_worker_is_replaced()
    {
        await using PythonAgent agent = new(
            """
            import os
            def run(input):
                if input == "again":
                    return "back"
                os.closerange(3, 256)
                return "never"
            """
        );

        (await agent.ErrorAsync()).Kind.ShouldBe(ErrorKind.ProcessExit);

        (await agent.OutputAsync("again")).ShouldBe("back");
    }

    [Fact]
    public async Task A_very_long_answer_arrives_whole()
    {
        await using PythonAgent agent = new("def run(input): return 'x' * (17 << 20)");

        (await agent.OutputAsync("hi")).Length.ShouldBe(17 << 20);
    }

    [Theory]
    [InlineData("raise SystemExit(3)", "SystemExit: 3")]
    [InlineData("raise KeyboardInterrupt", "KeyboardInterrupt")]
    [InlineData("raise StopIteration", "StopIteration")]
    [InlineData("raise GeneratorExit", "GeneratorExit")]
    [InlineData("import asyncio; raise asyncio.CancelledError", "CancelledError")]
    [InlineData("input()", "EOFError: EOF when reading a line")]
    [InlineData("raise Odd()", "Odd: <its message could not be made>")]
    [InlineData("raise ValueError('\\ud800')", "ValueError: \uFFFD")]
    [InlineData("f = lambda: f(); f()", "RecursionError: maximum recursion depth exceeded")]
    public async Task Whatever_is_raised_fails_that_run_only(string raise, string expected)
    {
        foreach (string kind in new[] { "def", "async def" })
        {
            await using PythonAgent agent = new(
                $"""
                import os
                class Odd(Exception):
                    def __str__(self): raise Exception("odd")
                {kind} run(text):
                    if text == "pid": return str(os.getpid())
                    {raise}
                """
            );
            agent.Options = agent.Options with { Workers = 1 };
            string before = await agent.OutputAsync("pid");

            AgentError error = await agent.ErrorAsync();

            error.Kind.ShouldBe(ErrorKind.Exception);
            error.Message.ShouldBe(
                kind is "async def" && raise is "raise StopIteration"
                    ? "RuntimeError: coroutine raised StopIteration"
                    : expected
            );
            (await agent.OutputAsync("pid")).ShouldBe(before);
        }
    }

    [Fact]
    public async Task A_task_the_agent_left_behind_cannot_end_the_worker()
    {
        await using PythonAgent agent = new(
            """
            import asyncio, os, sys
            async def leave(): sys.exit(5)
            async def run(input):
                asyncio.get_running_loop().create_task(leave())
                await asyncio.sleep(0.01)
                return str(os.getpid())
            """
        );
        agent.Options = agent.Options with { Workers = 1 };

        string first = await agent.OutputAsync();

        (await agent.OutputAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task A_constructor_that_raises_fails_the_run()
    {
        await using PythonAgent agent = new(
            "class Agent:\n    def __init__(self): raise OSError('no disk')\n    def ask(self, input): return input",
            "agent:Agent.ask"
        );

        (await agent.ErrorAsync()).Message.ShouldBe("OSError: no disk");
    }
}
