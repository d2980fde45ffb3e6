using System.ComponentModel;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Samples.Agents;

internal static class Context
{
    public static async Task RunAsync()
    {
        // snippet: context
        RunContext context = new(
            "run-123",
            turnCount: 0,
            variables: new Dictionary<string, object?> { ["user"] = "Alice" },
            history: []
        );

        TimeSpan elapsed = context.ElapsedTime;
        context.SetVariable("key", "value");
        string? value = context.GetVariable<string>("key");
        // end snippet

        Console.WriteLine($"{context.GetVariable<string>("user")} {value} {elapsed < TimeSpan.FromMinutes(1)}");

        // snippet: context-in-a-tool
        [Description("Looks up what is in the user's basket")]
        static string Basket(RunContext run, string shop) => $"{run.GetVariable<string>("user")} has tea from {shop}";

        Agent agent = new("Assistant", "You are helpful.")
        {
            Model = Models.Play("basket"),
            Tools = [AIFunctionFactory.Create(Basket, "basket")],
        };
        RunConfig config = new() { Variables = new Dictionary<string, object?> { ["user"] = "Alice" } };
        RunResult result = await Runner.RunAsync(agent, "What is in my basket?", config);
        // end snippet

        Console.WriteLine($"{result.ToolCalls[0].Result}. {result.FinalOutput}");
    }
}
