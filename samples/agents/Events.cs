using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Samples.Agents;

internal static class Events
{
    public static async Task RunAsync()
    {
        Agent agent = new("Assistant", "Be helpful.")
        {
            Model = Models.Play("poem"),
            Tools = [AIFunctionFactory.Create((string word) => $"{word}, thyme", "rhyme", "Finds a rhyme")],
        };

        // snippet: events
        StreamingRunner runner = new(agent);

        await foreach (AgentEvent happened in runner.RunAsync("Write a poem"))
        {
            switch (happened)
            {
                case TextEvent text:
                    Console.Write(text.Content);
                    break;
                case ToolCallEvent call:
                    Console.WriteLine($"[Calling: {call.ToolName}]");
                    break;
                case ToolResultEvent result:
                    Console.WriteLine($"[Result: {result.Result}]");
                    break;
            }
        }
        // end snippet

        Console.WriteLine();
    }
}
