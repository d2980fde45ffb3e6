using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Traces;
using Baton.Targets.Guards;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Relay;

/// <summary>One run of an agent that says 1,000 words: taken by a bare loop, recorded, and recorded behind guards.</summary>
[Config(typeof(ShortRuns))]
public class EventRelayBenchmarks
{
    private const int Words = 1000;
    private static readonly TalkativeAgent Agent = new(Words);
    private readonly ConversationContext _context = new() { RunId = "trace_000001" };
    private readonly Turn _turn = new() { Input = "hello" };
    private readonly PlannedRun _run = new(
        0,
        "one/none/0",
        new ExperimentInput { Id = "one", Text = "hello" },
        null,
        0
    );
    private readonly RunExecutor _bare = new(Agent, null, new RunExecutorOptions(), TimeProvider.System);
    private readonly RunExecutor _guarded = new(
        new OutputGuard(
            new TurnTimeout(Agent, TimeSpan.FromMinutes(1), "timeout_seconds", TimeProvider.System),
            new GuardOptions { OutputCharLimit = 1_000_000 }
        ),
        null,
        new RunExecutorOptions(),
        TimeProvider.System
    );

    [Benchmark(Baseline = true, Description = "await foreach", OperationsPerInvoke = Words)]
    public async Task<int> BareLoop()
    {
        int length = 0;
        await using IConversation conversation = Agent.StartConversation(_context);
        await foreach (AgentEvent happened in conversation.TakeTurnAsync(_turn, CancellationToken.None))
        {
            length += happened is TextEvent text ? text.Content.Length : 0;
        }

        return length;
    }

    [Benchmark(Description = "RunExecutor", OperationsPerInvoke = Words)]
    public Task<RunRecord> Recorded() => _bare.ExecuteAsync(_run, CancellationToken.None);

    [Benchmark(Description = "RunExecutor, time-out and output guard", OperationsPerInvoke = Words)]
    public Task<RunRecord> Guarded() => _guarded.ExecuteAsync(_run, CancellationToken.None);
}
