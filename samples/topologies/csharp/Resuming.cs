using System.Text.Json.Nodes;
using Baton.Topologies;
using Baton.Topologies.Runners;

namespace Baton.Samples.Topologies;

internal static class Resuming
{
    public static async Task RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string database = Path.Combine(folder, "agent.db");
        try
        {
            string id = await StopInTheMiddleAsync(database);
            await GoOnAsync(database, id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> StopInTheMiddleAsync(string database)
    {
        // snippet: cancel
        await using LocalRunner runner = new(place: RunnerPlace.At(database));
        using CancellationTokenSource stop = new();
        JsonObject input = new() { ["prompt"] = "What are recent quantum computing developments?" };
        string id = "";
        await foreach (var happened in runner.StreamAsync(Research.Topology, Research.Agents, input, stop.Token))
        {
            if (happened is Baton.Agents.SpanStartedEvent { Kind: "execution" } begun)
            {
                id = begun.SpanId;
            }
            else if (happened is Baton.Agents.SpanEndedEvent { SpanId: "ensemble_0" })
            {
                await stop.CancelAsync(); // the first answer is in the journal
            }
        }
        // end snippet

        return id;
    }

    private static async Task GoOnAsync(string database, string id)
    {
        // snippet: resume
        await using LocalRunner runner = new(place: RunnerPlace.At(database));
        TopologyRunResult result = await runner.ResumeAsync(id);
        Console.WriteLine($"{result.Status}: {result.Output!["output"]}");
        // end snippet
    }
}
