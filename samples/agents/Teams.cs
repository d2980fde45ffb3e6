using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Teams
{
    public static async Task RunAsync()
    {
        // snippet: teams
        Agent translator = new("Translator", "You translate into French.") { Model = Models.Play("translator") };
        Agent billing = new("Billing", "You know everything about bills.") { Model = Models.Play("billing") };
        Agent front = new("Front desk", "You greet people and find out what they need.")
        {
            Model = Models.Play("front"),
            Tools = [translator.AsTool()], // works for the front desk, in a run of its own
            Handoffs = { billing }, // takes over the conversation
        };

        RunResult result = await Runner.RunAsync(front, "Is my bill paid? Say it in French, too.");
        Console.WriteLine($"{result.AgentName}: {result.FinalOutput}");
        // end snippet
    }
}
