using Baton.Agents;
using Baton.Experiments.Planning;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations;

/// <summary>Speaks for the simulated user and decides when a conversation ends. Safe for concurrent use.</summary>
public interface ISupervisor
{
    /// <summary>The model that speaks, as <c>provider:model</c>; <c>mock</c> for a script.</summary>
    string Model { get; }

    /// <summary>The version of the instructions the model is given, or <see langword="null"/> for a script.</summary>
    string? PromptVersion { get; }

    /// <summary>Decides after an answer of the agent what the user says next, or that the user is done.</summary>
    /// <param name="request">The conversation so far.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SupervisorException">The supervisor failed or broke its format; the run is a simulator fault.</exception>
    ValueTask<SupervisorDecision> DecideAsync(SupervisorRequest request, CancellationToken cancellationToken);

    /// <summary>Finds out whether the supervisor can be reached; makes no paid call.</summary>
    /// <returns><see langword="null"/> when all is well, otherwise what to do.</returns>
    ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What the supervisor sees.</summary>
/// <param name="Run">The run: persona, input and its metadata.</param>
/// <param name="Transcript">Everything said, oldest first; tool calls and results are contents of the messages.</param>
/// <param name="Turn">The number of turns the agent has answered, from 1.</param>
/// <param name="MaxTurns">The turn after which the conversation ends anyway.</param>
/// <param name="SupervisorTurn">How often the supervisor was asked in this conversation before, from 0.</param>
public sealed record SupervisorRequest(
    PlannedRun Run,
    IReadOnlyList<ChatMessage> Transcript,
    int Turn,
    int MaxTurns,
    int SupervisorTurn
);

/// <summary>What the simulated user does.</summary>
public sealed record SupervisorDecision
{
    /// <summary>Whether the user goes on.</summary>
    public required bool Continue { get; init; }

    /// <summary>What the user says next; given when <see cref="Continue"/>.</summary>
    public string? NextUserMessage { get; init; }

    /// <summary>Why the conversation ends, in the supervisor's words, or <see langword="null"/>.</summary>
    public string? TerminationReason { get; init; }

    /// <summary>A last word of the user that is recorded but not answered, or <see langword="null"/>.</summary>
    public string? ClosingUserMessage { get; init; }

    /// <summary>Whether the end is the end of a script rather than a judgement.</summary>
    public bool ScriptComplete { get; init; }

    /// <summary>What the decision cost, or <see langword="null"/>; counted apart from the agent's usage.</summary>
    public Usage? Usage { get; init; }
}

/// <summary>The supervisor failed; the agent is not to blame.</summary>
/// <param name="message">What happened, with the start of a malformed reply.</param>
/// <param name="innerException">The cause.</param>
public sealed class SupervisorException(string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    /// <summary>What the failed attempts cost, or <see langword="null"/>.</summary>
    public Usage? Usage { get; init; }
}
