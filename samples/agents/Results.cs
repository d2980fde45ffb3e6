using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Results
{
    public static Task RunAsync()
    {
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.Play("hello") };

        // snippet: result
        RunResult result = Runner.RunSync(agent, "Hello");

        Console.WriteLine(result.FinalOutput); // the answer
        Console.WriteLine(result.RunId.Length > 0);
        Console.WriteLine(result.Status);
        Console.WriteLine(result.TurnCount);
        Console.WriteLine(result.ElapsedTime > TimeSpan.Zero);
        Console.WriteLine(result.ToolCalls.Count); // each with name, arguments, result, error, duration
        Console.WriteLine(result.History.Count); // fit for the next run
        Console.WriteLine(result.Metadata.Count);
        Console.WriteLine($"{result.Usage.TotalTokens} tokens, {result.Cost} dollars");
        // end snippet

        return Task.CompletedTask;
    }
}
