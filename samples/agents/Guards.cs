using Baton.Agents;

namespace Baton.Samples.Agents;

internal static class Guards
{
    public static async Task RunAsync()
    {
        // snippet: guards
        Agent agent = new("Assistant", "You are helpful.")
        {
            Model = Models.Play("hello"),
            InputGuardrails =
            [
                (context, input, cancellationToken) =>
                    new ValueTask<string?>(
                        input.Contains("password", StringComparison.OrdinalIgnoreCase) ? "it asks for a secret" : null
                    ),
            ],
            Hooks = [new TurnCounter()],
        };
        // end snippet

        RunResult result = await Runner.RunAsync(agent, "Hello");
        Console.WriteLine(result.FinalOutput);
        result = await Runner.RunAsync(agent, "What is the password?");
        Console.WriteLine($"{result.Error?.Kind}: {result.Error?.Message}");
    }

    // snippet: hooks
    private sealed class TurnCounter : RunHooks
    {
        public override ValueTask AfterRunAsync(RunContext context, RunResult result)
        {
            Console.WriteLine($"{result.Status} after {result.TurnCount} turns");
            return default;
        }
    }
    // end snippet
}
