using System.Globalization;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonConcurrencyTests
{
    [Theory]
    [InlineData("async def run(input):\n    await gate(input)\n    return input", 1)]
    [InlineData("async def run(input):\n    await gate(input)\n    yield input", 2)]
    public async Task Two_hundred_async_calls_are_in_flight_at_once(string code, int workers)
    {
        await using PythonAgent agent = new(
            $"""
            import asyncio
            arrived = 0
            async def gate(input):
                global arrived
                arrived += 1
                while arrived < {200 / workers}: await asyncio.sleep(0.001)
            {code}
            """
        );
        agent.Options = agent.Options with { Workers = workers };
        agent.Environment = agent.Environment with { MaxConcurrency = 200 };

        string[] outputs = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(run => agent.OutputAsync(run.ToString(CultureInfo.InvariantCulture)))
        );

        outputs.ShouldBe(Enumerable.Range(0, 200).Select(run => run.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Synchronous_calls_run_at_the_same_time()
    {
        await using PythonAgent agent = new(
            """
            import threading
            together = threading.Barrier(16)
            def run(input):
                together.wait()
                return input
            """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 16 };

        string[] outputs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => agent.OutputAsync("x")));

        outputs.ShouldAllBe(output => output == "x");
    }

    [Fact]
    public async Task Workers_are_started_only_when_they_are_needed()
    {
        await using PythonAgent agent = new("import os\ndef run(input): return str(os.getpid())");
        agent.Options = agent.Options with { Workers = 3 };
        agent.Environment = agent.Environment with { MaxConcurrency = 8 };
        HashSet<string> pids = [];

        for (int run = 0; run < 5; run++)
        {
            pids.Add(await agent.OutputAsync());
        }

        pids.Count.ShouldBe(1);
        foreach (List<AgentEvent> run in await TogetherAsync(agent, 6))
        {
            pids.Add(PythonAgent.Output(run));
        }

        pids.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_cancelled_wait_for_a_start_leaves_the_start_to_the_others()
    {
        await using PythonAgent agent = new("import time\ntime.sleep(0.2)\ndef run(input): return 'ok'");
        using CancellationTokenSource stop = new();
        Task<List<AgentEvent>> first = PythonAgent.TurnAsync(agent.Converse(), cancellationToken: stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);

        (await agent.OutputAsync()).ShouldBe("ok");
    }

    private static async Task<List<AgentEvent>[]> TogetherAsync(PythonAgent agent, int count)
    {
        IConversation[] conversations = [.. Enumerable.Range(0, count).Select(_ => agent.Converse())];
        return await Task.WhenAll(conversations.Select(conversation => PythonAgent.TurnAsync(conversation)));
    }
}
