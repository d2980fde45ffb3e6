using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Errors
{
    public static Task RunAsync()
    {
        Try("hello", new RunConfig());
        Try("failure", new RunConfig());
        Try("slow", new RunConfig { MaxTime = TimeSpan.FromMilliseconds(50) });
        Try("hello", new RunConfig { MaxTurns = -1 });
        return Task.CompletedTask;
    }

    private static void Try(string script, RunConfig config)
    {
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.Play(script) };

        // snippet: errors
        try
        {
            RunResult result = Runner.RunSync(agent, "Hello", config);
            if (result.Status == RunStatus.Failed)
            {
                Console.WriteLine($"Failed: {result.Error?.Message}");
            }
            else if (result.Status == RunStatus.Completed)
            {
                Console.WriteLine(result.FinalOutput);
            }
        }
        catch (AgentTimeoutException error)
        {
            Console.WriteLine($"Timed out: {error.Message}");
        }
        catch (AgentException error)
        {
            Console.WriteLine($"Agent error: {error.Message}");
        }
        // end snippet
    }
}
