using System.Text.Json.Nodes;
using Baton.Topologies;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Benchmarks.Topologies;

/// <summary>What topologies and their journal are measured by.</summary>
internal static class TopologyCases
{
    private static readonly JsonObject Input = new() { ["prompt"] = "What is the answer?" };

    /// <summary>The cases by name; each works with a store and is done when its steps are in it.</summary>
    public static IReadOnlyDictionary<string, Func<ITopologyStore, Task>> All { get; } =
        new Dictionary<string, Func<ITopologyStore, Task>>(StringComparer.Ordinal)
        {
            ["chain"] = store => ChainAsync(store, 100),
            ["chain, 20 answers shown"] = store => ChainAsync(store, 100, shown: 20),
            ["fan-out"] = store => FanOutAsync(store, 100),
            ["chain of 1,000"] = store => ChainAsync(store, 1_000),
            ["chain of 10,000"] = store => ChainAsync(store, 10_000),
            ["1,000 at once"] = ManyAsync,
        };

    /// <summary>The steps of a case.</summary>
    public static int StepsOf(string name) =>
        name switch
        {
            "chain of 1,000" => 1_000,
            "chain of 10,000" or "1,000 at once" => 10_000,
            _ => 100,
        };

    private static async Task ChainAsync(ITopologyStore store, int steps, int shown = 0)
    {
        // Disposing a runner would close the store, which is used again.
        LocalRunner runner = new(place: Place(store));
        Check(await runner.RunAsync(Of(new PipelineConfig { MaxPreviousStages = shown }), Agents(steps), Input));
    }

    private static async Task FanOutAsync(ITopologyStore store, int members)
    {
        AsyncRunner runner = new(members, place: Place(store));
        Check(await runner.RunAsync(Of(Vote), Agents(members), Input));
    }

    private static async Task ManyAsync(ITopologyStore store)
    {
        AsyncRunner runner = new(1_000, place: Place(store));
        Dictionary<string, AgentType> agents = Agents(10);
        Task<TopologyRunResult>[] runs =
        [
            .. Enumerable
                .Range(0, 1_000)
                .Select(_ => Task.Run(() => runner.RunAsync(Of(new PipelineConfig()), agents, Input))),
        ];
        foreach (TopologyRunResult result in await Task.WhenAll(runs))
        {
            Check(result);
        }
    }

    private static EnsembleConfig Vote => new() { AggregationMethod = AggregationMethod.Vote };

    private static RunnerPlace Place(ITopologyStore store) => new() { Store = store, Agents = new InstantAgents() };

    private static Topology Of(TopologyConfig config) => new() { Name = "measured", Config = config };

    private static Dictionary<string, AgentType> Agents(int number) =>
        Enumerable
            .Range(0, number)
            .ToDictionary(
                each => $"stage_{each}",
                each => new AgentType { Name = $"agent_{each}", Role = AgentRole.Specialist },
                StringComparer.Ordinal
            );

    private static void Check(TopologyRunResult result)
    {
        if (result.Status != ExecutionStatus.Completed)
        {
            throw new InvalidOperationException($"It {result.Status}: {result.Error}");
        }
    }
}
