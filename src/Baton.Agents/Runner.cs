using System.Runtime.CompilerServices;
using Baton.Agents.Running;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>Runs agents. Safe for concurrent use: runs share nothing but the agent.</summary>
/// <remarks>
/// What goes wrong inside a run is a result with <see cref="RunStatus.Failed"/>, and cancelling gives
/// <see cref="RunStatus.Cancelled"/>. Only two things throw: a run that cannot start (<see cref="AgentException"/>) and a
/// time limit (<see cref="AgentTimeoutException"/>, with the partial result).
/// </remarks>
public static class Runner
{
    /// <summary>Runs an agent and waits for it on this thread. Also where there is a synchronization context.</summary>
    /// <inheritdoc cref="RunAsync(Agent, string, RunConfig?, IReadOnlyList{ChatMessage}?, CancellationToken)"/>
    public static RunResult RunSync(
        Agent agent,
        string input,
        RunConfig? config = null,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    ) =>
        SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
            ? RunAsync(agent, input, config, history, cancellationToken).GetAwaiter().GetResult()
            : Task.Run(() => RunAsync(agent, input, config, history, cancellationToken), CancellationToken.None)
                .GetAwaiter()
                .GetResult();

    /// <summary>Runs an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="input">What the user says.</param>
    /// <param name="config">Limits and ways. Default: the agent's own.</param>
    /// <param name="history">
    /// What was said before, oldest first; it is not changed. Calls in it that have no result get one, and an input that
    /// is its last message already is not repeated. Default: nothing.
    /// </param>
    /// <param name="cancellationToken">Ends the run with <see cref="RunStatus.Cancelled"/>.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="AgentException">The run cannot start.</exception>
    /// <exception cref="AgentTimeoutException">The run or a turn took too long.</exception>
    public static Task<RunResult> RunAsync(
        Agent agent,
        string input,
        RunConfig? config = null,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(input);
        return CompleteAsync(
            RunStart.Create(agent, config) with
            {
                Input = input,
                History = history,
            },
            cancellationToken
        );
    }

    /// <summary>Runs an agent whose answer is a value of a type.</summary>
    /// <typeparam name="T">
    /// The type; the model gets its JSON schema. Constructor parameters without default are required, and what is not
    /// nullable must not be null. An answer that does not fit is sent back at most
    /// <see cref="RunConfig.MaxOutputRepairs"/> times.
    /// </typeparam>
    /// <inheritdoc cref="RunAsync(Agent, string, RunConfig?, IReadOnlyList{ChatMessage}?, CancellationToken)"/>
    public static async Task<RunResult<T>> RunAsync<T>(
        Agent agent,
        string input,
        RunConfig? config = null,
        IReadOnlyList<ChatMessage>? history = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(input);
        RunOutput<T>.Check();
        RunOutput<T> output = new();
        RunResult result = await CompleteAsync(
                RunStart.Create(agent, config) with
                {
                    Input = input,
                    History = history,
                    Output = output,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return new RunResult<T>(result, result.Status == RunStatus.Completed ? output.Value : default);
    }

    /// <summary>Runs an agent and yields its answer as it comes. Leaving the enumeration ends the run.</summary>
    /// <inheritdoc cref="RunAsync(Agent, string, RunConfig?, IReadOnlyList{ChatMessage}?, CancellationToken)"/>
    /// <returns>Pieces of text; those of all turns, in order.</returns>
    /// <exception cref="AgentException">The run cannot start, or failed; it carries the partial result.</exception>
    /// <exception cref="AgentTimeoutException">The run or a turn took too long.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async IAsyncEnumerable<string> RunStreamAsync(
        Agent agent,
        string input,
        RunConfig? config = null,
        IReadOnlyList<ChatMessage>? history = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (
            AgentEvent happened in new StreamingRunner(agent, config)
                .RunAsync(input, history, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (happened is TextEvent text)
            {
                yield return text.Content;
            }
            else if (happened is RunEndedEvent { Result: var result })
            {
                ThrowIfTimedOut(result);
                cancellationToken.ThrowIfCancellationRequested();
                if (result.Status != RunStatus.Completed)
                {
                    throw new AgentException(
                        result.Error?.Message ?? "The run waits for an approval; use RunAsync or set `ApproveTool`"
                    )
                    {
                        Result = result,
                    };
                }
            }
        }
    }

    /// <summary>Goes on with a paused run.</summary>
    /// <param name="agent">The agent the run began with, or one of the same make.</param>
    /// <param name="paused">The run.</param>
    /// <param name="decisions">A decision for each of <see cref="PausedRun.Approvals"/>, by call.</param>
    /// <param name="config">Limits and ways; what the run has used up until now counts. Default: the agent's own.</param>
    /// <param name="cancellationToken">Ends the run with <see cref="RunStatus.Cancelled"/>.</param>
    /// <returns>What came of it; it may be paused again.</returns>
    /// <exception cref="AgentException">A decision is missing, or the agent does not fit the run.</exception>
    /// <exception cref="AgentTimeoutException">The run or a turn took too long.</exception>
    public static Task<RunResult> ResumeAsync(
        Agent agent,
        PausedRun paused,
        IReadOnlyDictionary<string, ToolApproval> decisions,
        RunConfig? config = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(paused);
        ArgumentNullException.ThrowIfNull(decisions);
        return CompleteAsync(RunStart.Resume(agent, paused, decisions, config), cancellationToken);
    }

    private static async Task<RunResult> CompleteAsync(RunStart start, CancellationToken cancellationToken)
    {
        using AgentRun run = new(start, isObserved: false, cancellationToken);
        RunResult result = await run.CompleteAsync().ConfigureAwait(false);
        ThrowIfTimedOut(result);
        return result;
    }

    private static void ThrowIfTimedOut(RunResult result)
    {
        if (result.LimitReached is "max_time" or "timeout_per_turn")
        {
            throw new AgentTimeoutException(result.Error!.Message) { Result = result };
        }
    }
}
