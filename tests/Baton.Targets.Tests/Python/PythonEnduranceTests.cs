using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Targets.Steps;

namespace Baton.Targets.Tests.Python;

/// <summary>A thousand conversations in one worker leave nothing behind.</summary>
public class PythonEnduranceTests
{
    private const int Warm = 200;
    private const int Runs = 1000;
    private const long MayGrow = 8 * 1024 * 1024;

    private const string Code = """
        import asyncio, gc, os
        alive = 0
        class Agent:
            def __init__(self, size):
                global alive
                alive += 1
                self.pad, self.file, self.count = bytearray(size), open(os.devnull), 0
            async def __aenter__(self): return self
            async def __aexit__(self, *error):
                global alive
                alive -= 1
                self.file.close()
            async def stream(self, input):
                for i in range(10):
                    await asyncio.sleep(0)
                    yield {"type": "response.output_text.delta", "delta": str(i)}
            def step(self, observation):
                self.count += 1
                return {"text": "0123456789", "done": self.count == 4}
            async def facts(self):
                gc.collect()
                resident = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
                tasks = os.listdir("/proc/self/task")
                children = sum(len(open(f"/proc/self/task/{task}/children").read().split()) for task in tasks)
                return f"{alive} {len(os.listdir('/proc/self/fd'))} {len(tasks)} {children} {os.getpid()} {resident}"
        """;

    [Theory]
    [InlineData("stream", false)]
    [InlineData("step", true)]
    public async Task A_thousand_conversations_leave_no_instance_file_thread_or_process_behind(
        string method,
        bool inSteps
    )
    {
        await using PythonAgent agent = new(
            Code
                + $$"""

                class Both(Agent):
                    async def run(self, input):
                        if input == "facts":
                            return {"text": await self.facts(), "done": True}
                        return self.{{method}}(input)
                """,
            "agent:Both.run"
        );
        agent.Options = agent.Options with
        {
            Workers = 1,
            Factory = "agent:Both",
            FactoryKwargs = new JsonObject { ["size"] = 100_000 },
            Step = inSteps ? new StepOptions() : null,
        };
        agent.Environment = agent.Environment with { MaxConcurrency = 16 };

        await ManyAsync(agent, Warm);
        Facts before = Facts.Read(await agent.OutputAsync("facts"));
        await ManyAsync(agent, Runs);
        Facts after = Facts.Read(await agent.OutputAsync("facts"));

        after.Worker.ShouldBe(before.Worker, "nothing made the worker end");
        after.Alive.ShouldBe(1, "only the one that counts is alive");
        after.Files.ShouldBe(before.Files);
        after.Threads.ShouldBeLessThanOrEqualTo(before.Threads + 1);
        after.Children.ShouldBe(0);
        (after.Memory - before.Memory).ShouldBeLessThan(MayGrow, "memory is flat");
    }

    private static Task ManyAsync(PythonAgent agent, int runs) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, runs),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, _) => (await agent.OutputAsync("hi")).ShouldBe("0123456789")
        );

    /// <summary>What the worker sees of itself.</summary>
    private sealed record Facts(long Alive, long Files, long Threads, long Children, long Worker, long Memory)
    {
        public static Facts Read(string text) =>
            text.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray()
                is [var alive, var files, var threads, var children, var worker, var memory]
                ? new Facts(alive, files, threads, children, worker, memory)
                : throw new FormatException(text);
    }
}
