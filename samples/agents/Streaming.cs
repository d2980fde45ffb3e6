using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Streaming
{
    public static async Task RunAsync()
    {
        // snippet: stream
        Agent agent = new("Assistant", "Be helpful.") { Model = Models.Play("story") };

        await foreach (string chunk in Runner.RunStreamAsync(agent, "Tell me a story"))
        {
            Console.Write(chunk);
        }
        // end snippet

        Console.WriteLine();
    }
}
