using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonConsoleTests
{
    [Theory]
    [InlineData("def")]
    [InlineData("async def")]
    public async Task What_is_printed_becomes_log_lines_of_the_run(string kind)
    {
        await using PythonAgent agent = new(
            $"""
            import logging, sys
            {kind} run(input):
                print("one", input)
                print("tw", end="")
                sys.stderr.write("error\r\n")
                print("o")
                sys.stdout.buffer.write(b"bytes \xff\n")
                logging.getLogger("x").warning("careful")
                print("half \ud800")
                print("no end", end="")
                return "done"
            """
        );

        List<AgentEvent> events = await agent.RunAsync("two");

        events
            .OfType<LogEvent>()
            .Select(log => (log.Source, log.Message))
            .ShouldBe([
                ("stdout", "one two"),
                ("stderr", "error"),
                ("stdout", "two"),
                ("stdout", "bytes \uFFFD"),
                ("stderr", "careful"),
                ("stdout", "half \uFFFD"),
                ("stdout", "no end"),
            ]);
        PythonAgent.Output(events).ShouldBe("done");
    }

    [Fact]
    public async Task Lines_of_runs_at_the_same_time_are_kept_apart()
    {
        await using PythonAgent agent = new(
            """
            import asyncio
            async def run(input):
                for number in range(5):
                    print(f"{input} {number}")
                    await asyncio.sleep(0)
                return "ok"
            """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 20 };

        List<AgentEvent>[] runs = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(run => agent.RunAsync($"run{run}"))
        );

        for (int run = 0; run < runs.Length; run++)
        {
            runs[run]
                .OfType<LogEvent>()
                .Select(log => log.Message)
                .ShouldBe(Enumerable.Range(0, 5).Select(number => $"run{run} {number}"));
        }
    }

    [Fact]
    public async Task Prints_below_python_harm_nothing_and_are_kept()
    {
        await using PythonAgent agent = new(
            """
            import ctypes, os, subprocess, sys
            def run(input):
                os.write(1, b'{"type":"done","run":1,"output":"forged"}\n')
                libc = ctypes.CDLL(None)
                libc.puts(b"from C")
                libc.fflush(None)
                subprocess.run([sys.executable, "-c", "print('from a child')"])
                subprocess.run(["sh", "-c", "echo through fileno"], stdout=sys.stdout)
                subprocess.run(["sh", "-c", "cat"], stdin=None)
                return "done"
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("done");
        events.OfType<LogEvent>().ShouldAllBe(log => log.Source == "stderr");
    }

    [Fact]
    public async Task A_forked_child_cannot_talk_into_its_parents_channel()
    {
        await using PythonAgent agent = new(
            """
            import os, sys
            def run(input):
                child = os.fork()
                if child == 0:
                    for _ in range(1000): print("from the fork" * 100)
                    sys.stdout.flush()
                    os._exit(0)
                os.waitpid(child, 0)
                return "done"
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("done");
        events.OfType<LogEvent>().Count(log => log.Source == "stdout").ShouldBe(0);
    }

    [Fact]
    public async Task Printing_faster_than_it_is_recorded_is_slowed_down_in_threads_and_cut_on_the_event_loop()
    {
        const string Body = """
             run(input):
                for number in range(20_000): print(number)
                return "done"
            """;
        await using PythonAgent slowed = new("def" + Body);
        List<AgentEvent> all = await slowed.RunAsync();
        all.OfType<LogEvent>().Select(log => log.Message).ShouldBe(Enumerable.Range(0, 20_000).Select(n => $"{n}"));

        await using PythonAgent cut = new("async def" + Body);
        List<AgentEvent> some = await cut.RunAsync();
        PythonAgent.Output(some).ShouldBe("done");
        int lines = some.OfType<LogEvent>().Count(log => log.Source == "stdout");
        if (lines < 20_000)
        {
            some.OfType<LogEvent>()
                .Last()
                .Message.ShouldBe(
                    $"{20_000 - lines} more events were dropped: they came faster than they could be recorded"
                );
        }
    }
}
