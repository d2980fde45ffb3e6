using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Runs an agent either way, so that one test holds for both.</summary>
internal static class Runs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What came of the run, time limits included.</summary>
    public static async Task<RunResult> ResultAsync(
        Agent agent,
        RunConfig config,
        bool observed,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    )
    {
        if (observed)
        {
            List<AgentEvent> events = await EventsAsync(agent, config, history, cancellationToken);
            return events[^1].ShouldBeOfType<RunEndedEvent>().Result;
        }

        try
        {
            return await Runner
                .RunAsync(agent, "go", config, history, cancellationToken)
                .WaitAsync(Patience, CancellationToken.None);
        }
        catch (AgentTimeoutException error)
        {
            return error.Result;
        }
    }

    /// <summary>Everything that happened.</summary>
    public static async Task<List<AgentEvent>> EventsAsync(
        Agent agent,
        RunConfig? config = null,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    ) => await AllAsync(new StreamingRunner(agent, config).RunAsync("go", history, cancellationToken));

    public static async Task<List<AgentEvent>> AllAsync(IAsyncEnumerable<AgentEvent> stream)
    {
        List<AgentEvent> events = [];
        await Task.Run(async () =>
            {
                await foreach (AgentEvent happened in stream)
                {
                    events.Add(happened);
                }
            })
            .WaitAsync(Patience);
        return events;
    }
}
