using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class TypedAnswers
{
    public static async Task RunAsync()
    {
        Agent agent = new("Geographer", "You know cities.") { Model = Models.Play("city") };

        // snippet: typed
        RunResult<City> result = await Runner.RunAsync<City>(agent, "The capital of Norway");
        Console.WriteLine($"{result.Output?.Name} has {result.Output?.Population} people");
        // end snippet
    }

    // snippet: typed-type
    private sealed record City(string Name, int Population);
    // end snippet
}
