using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class BasicUsage
{
    public static async Task RunAsync()
    {
        // snippet: basic
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.Play("hello") };

        // On this thread
        RunResult result = Runner.RunSync(agent, "Hello!");
        Console.WriteLine(result.FinalOutput);

        // Asynchronously
        result = await Runner.RunAsync(agent, "Hello!");
        // end snippet

        Console.WriteLine(result.FinalOutput);
    }
}
