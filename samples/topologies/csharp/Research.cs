using System.Text.Json.Nodes;
using Baton.Topologies;
using Baton.Topologies.Definitions;
using Baton.Topologies.Runners;

namespace Baton.Samples.Topologies;

internal static class Research
{
    public static async Task RunAsync()
    {
        // snippet: research
        await using LocalRunner runner = new(new TopologyRunConfig { TimeoutSeconds = 300 });

        TopologyRunResult result = await runner.RunAsync(
            Topology,
            Agents,
            new JsonObject { ["prompt"] = "What are recent quantum computing developments?" }
        );

        Console.WriteLine($"Status: {result.Status}");
        Console.WriteLine($"Output: {result.Output!["output"]}");
        // end snippet
        Console.WriteLine($"Tokens: {result.Usage.TotalTokens}");
    }

    // snippet: research-team
    public static Topology Topology { get; } =
        new()
        {
            Name = "research_ensemble",
            Description = "Parallel research with synthesis",
            Config = new EnsembleConfig { AggregationMethod = AggregationMethod.Synthesis },
        };

    public static Dictionary<string, AgentType> Agents { get; } =
        new()
        {
            ["ensemble_0"] = Agent("researcher_1", AgentRole.Specialist),
            ["ensemble_1"] = Agent("researcher_2", AgentRole.Specialist),
            ["aggregator"] = Agent("synthesizer", AgentRole.Synthesizer),
        };

    private static AgentType Agent(string name, AgentRole role) =>
        new()
        {
            Name = name,
            Role = role,
            Config = new AgentConfig { Model = $"scripted:{AppContext.BaseDirectory}/scripts/{name}.json" },
        };
    // end snippet
}
