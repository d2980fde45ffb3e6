using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Statuses
{
    public static async Task RunAsync()
    {
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.Play("hello") };
        RunResult result = await Runner.RunAsync(agent, "Hello");

        // snippet: status
        string meaning = result.Status switch
        {
            RunStatus.Queued => "not yet started",
            RunStatus.Running => "in progress, or paused for an approval",
            RunStatus.Completed => "ended with an answer",
            RunStatus.Failed => "ended by an error or a limit",
            RunStatus.Cancelled => "ended by the caller",
            _ => throw new InvalidOperationException($"Unknown status {result.Status}"),
        };
        // end snippet

        Console.WriteLine(meaning);
    }
}
