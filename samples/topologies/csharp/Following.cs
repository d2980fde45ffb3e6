using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Runners;

namespace Baton.Samples.Topologies;

internal static class Following
{
    public static async Task RunAsync()
    {
        // snippet: stream
        await using AsyncRunner runner = new(maxConcurrent: 1);
        JsonObject input = new() { ["prompt"] = "What are recent quantum computing developments?" };
        await foreach (AgentEvent happened in runner.StreamAsync(Research.Topology, Research.Agents, input))
        {
            switch (happened)
            {
                case SpanStartedEvent { Kind: "step" } step:
                    Console.WriteLine($"{step.Name} begins");
                    break;
                case NestedEvent { Event: UsageEvent usage } nested:
                    Console.WriteLine($"{nested.AgentName} used {usage.Usage.TotalTokens} tokens");
                    break;
                case FinalEvent final:
                    Console.WriteLine(final.Output);
                    break;
            }
        }
        // end snippet
    }
}
