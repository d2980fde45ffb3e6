using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Baton.Benchmarks.Agents;

/// <summary>The runtime beside a bare loop over the same model that answers at once.</summary>
[Config(typeof(ShortRuns))]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class AgentLoopBenchmarks
{
    [Benchmark(Baseline = true, Description = "bare loop")]
    [BenchmarkCategory("one turn")]
    public Task<int> BareOneTurn() => AgentCases.BareOneTurn();

    [Benchmark(Description = "Runner")]
    [BenchmarkCategory("one turn")]
    public Task<int> OneTurn() => AgentCases.OneTurn();

    [Benchmark(Baseline = true, Description = "bare loop")]
    [BenchmarkCategory("ten turns, a tool each")]
    public Task<int> BareTenTurns() => AgentCases.BareTenTurns();

    [Benchmark(Description = "Runner")]
    [BenchmarkCategory("ten turns, a tool each")]
    public Task<int> TenTurns() => AgentCases.TenTurns();

    [Benchmark(Baseline = true, Description = "bare loop", OperationsPerInvoke = AgentCases.AtOnce)]
    [BenchmarkCategory("ten turns, 100 at once")]
    public Task<int> BareParallelRuns() => AgentCases.BareParallelRuns();

    [Benchmark(Description = "Runner", OperationsPerInvoke = AgentCases.AtOnce)]
    [BenchmarkCategory("ten turns, 100 at once")]
    public Task<int> ParallelRuns() => AgentCases.ParallelRuns();

    [Benchmark(Baseline = true, Description = "bare loop", OperationsPerInvoke = AgentCases.Pieces)]
    [BenchmarkCategory("a streamed token")]
    public Task<int> BareStream() => AgentCases.BareStream();

    [Benchmark(Description = "StreamingRunner", OperationsPerInvoke = AgentCases.Pieces)]
    [BenchmarkCategory("a streamed token")]
    public Task<int> Stream() => AgentCases.Stream();

    [Benchmark(Description = "Runner.RunStreamAsync", OperationsPerInvoke = AgentCases.Pieces)]
    [BenchmarkCategory("a streamed token")]
    public Task<int> TextStream() => AgentCases.TextStream();

    [Benchmark(Baseline = true, Description = "bare loop")]
    [BenchmarkCategory("ten tools in one turn")]
    public Task<int> BareParallelTools() => AgentCases.BareParallelTools();

    [Benchmark(Description = "Runner")]
    [BenchmarkCategory("ten tools in one turn")]
    public Task<int> ParallelTools() => AgentCases.ParallelTools();

    [Benchmark(Baseline = true, Description = "bare loop")]
    [BenchmarkCategory("100 inputs, one conversation")]
    public Task<int> BareConversation() => AgentCases.BareConversation();

    [Benchmark(Description = "Runner")]
    [BenchmarkCategory("100 inputs, one conversation")]
    public Task<int> Conversation() => AgentCases.Conversation();
}
