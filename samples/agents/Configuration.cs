using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Configuration
{
    public static Task RunAsync()
    {
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.Play("hello") };

        // snippet: config
        RunConfig config = new()
        {
            MaxTurns = 10, // the most answers of the model
            MaxTime = TimeSpan.FromSeconds(300), // for the whole run
            TimeoutPerTurn = TimeSpan.FromSeconds(60),
            StopOnToolError = false,
            Verbose = true, // what happens goes to standard error
            TraceEnabled = true,
            RunId = "custom-id",
            Metadata = new Dictionary<string, object?> { ["user_id"] = "123", ["session"] = "abc" },
        };

        RunResult result = Runner.RunSync(agent, "Hello", config);
        // end snippet

        Console.WriteLine($"{result.RunId}: {result.FinalOutput} ({result.Metadata["user_id"]})");
        return Task.CompletedTask;
    }
}
