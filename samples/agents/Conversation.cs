using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Samples.Agents;

internal static class Conversation
{
    public static async Task RunAsync()
    {
        // snippet: conversation
        Agent agent = new("Assistant", "Be helpful.") { Model = Models.Play("conversation") };

        IReadOnlyList<ChatMessage> history = [];
        Console.Write("You: ");
        while (Console.ReadLine() is { } input)
        {
            RunResult result = await Runner.RunAsync(agent, input, history: history);
            history = result.History;

            Console.WriteLine($"Agent: {result.FinalOutput}");
            Console.Write("You: ");
        }
        // end snippet

        Console.WriteLine($"{history.Count} messages");
    }
}
