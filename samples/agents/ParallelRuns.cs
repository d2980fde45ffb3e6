using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class ParallelRuns
{
    public static async Task RunAsync()
    {
        // snippet: parallel
        Agent[] agents =
        [
            new("Agent1", "You are brief.") { Model = Models.Play("hello") },
            new("Agent2", "You are thorough.") { Model = Models.Play("hello") },
            new("Agent3", "You are friendly.") { Model = Models.Play("hello") },
        ];

        RunResult[] results = await Task.WhenAll(agents.Select(agent => Runner.RunAsync(agent, "Process this")));
        // end snippet

        foreach (RunResult result in results)
        {
            Console.WriteLine($"{result.AgentName}: {result.FinalOutput}");
        }
    }
}
