using System.Runtime.CompilerServices;
using Baton.Agents.Running;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>Runs an agent and yields everything that happens. Safe for concurrent use: each call is a run of its own.</summary>
/// <param name="agent">The agent.</param>
/// <param name="config">Limits and ways. Default: the agent's own.</param>
public sealed class StreamingRunner(Agent agent, RunConfig? config = null)
{
    private readonly Agent _agent = agent ?? throw new ArgumentNullException(nameof(agent));

    /// <summary>Runs the agent; nothing happens before the first event is asked for.</summary>
    /// <param name="input">What the user says.</param>
    /// <param name="history">What was said before, as for <see cref="Runner"/>. Default: nothing.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>
    /// The events in the order they happened: <see cref="RunStartedEvent"/>; for each turn <see cref="TurnStartedEvent"/>
    /// to <see cref="TurnEndedEvent"/>; <see cref="FinalEvent"/>, <see cref="ErrorEvent"/> or <see cref="LimitEvent"/>
    /// unless the run was cancelled or paused; <see cref="RunEndedEvent"/>. Limits and failures throw nothing here. The
    /// run waits while an event is looked at, and leaving the enumeration ends it.
    /// </returns>
    /// <exception cref="AgentException">The run cannot start.</exception>
    public IAsyncEnumerable<AgentEvent> RunAsync(
        string input,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(input);
        return EnumerateAsync(
            RunStart.Create(_agent, config) with
            {
                Input = input,
                History = history,
            },
            cancellationToken
        );
    }

    /// <summary>Goes on with a paused run, as <see cref="Runner.ResumeAsync"/> does.</summary>
    /// <inheritdoc cref="Runner.ResumeAsync"/>
    /// <returns>The events, as those of a run from its start; the turn that paused ends here and begins no second time.</returns>
    public IAsyncEnumerable<AgentEvent> ResumeAsync(
        PausedRun paused,
        IReadOnlyDictionary<string, ToolApproval> decisions,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(paused);
        ArgumentNullException.ThrowIfNull(decisions);
        return EnumerateAsync(RunStart.Resume(_agent, paused, decisions, config), cancellationToken);
    }

    internal static async IAsyncEnumerable<AgentEvent> EnumerateAsync(
        RunStart start,
        CancellationToken given,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using CancellationTokenSource? both =
            given.CanBeCanceled && cancellationToken.CanBeCanceled && given != cancellationToken
                ? CancellationTokenSource.CreateLinkedTokenSource(given, cancellationToken)
                : null;
        CancellationToken token = both?.Token ?? (given.CanBeCanceled ? given : cancellationToken);
        using AgentRun run = new(start, isObserved: true, token);
        await foreach (AgentEvent happened in run.RunAsync().ConfigureAwait(false))
        {
            yield return happened;
        }
    }
}
