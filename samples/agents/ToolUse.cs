using System.ComponentModel;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Samples.Agents;

internal static class ToolUse
{
    public static async Task RunAsync()
    {
        // snippet: tools
        [Description("The weather in a city")]
        static async Task<string> Weather(string city, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken); // stands for a call of a service
            return $"{city}: sunny";
        }

        Agent agent = new("Assistant", "You know the weather.")
        {
            Model = Models.Play("weather"),
            Tools = [AIFunctionFactory.Create(Weather, "weather")],
        };
        RunConfig config = new() { ToolTimeout = TimeSpan.FromSeconds(5), MaxParallelTools = 4 };

        RunResult result = await Runner.RunAsync(agent, "Oslo and Rome?", config);
        foreach (ToolCallRecord call in result.ToolCalls)
        {
            Console.WriteLine($"{call.Name}: {call.Result ?? call.Error}");
        }
        // end snippet

        Console.WriteLine(result.FinalOutput);
    }
}
