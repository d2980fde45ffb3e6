using Baton.Agents;

namespace Baton.Targets.Processes.Conversations;

/// <summary>A conversation's place at a process: one of its own, or one it shares with others. For one turn at a time.</summary>
internal interface IProcessSeat : IAsyncDisposable
{
    /// <summary>Gives a turn to the conversation's process, starting or joining one where there is none.</summary>
    /// <exception cref="ProcessStartException">No process could be started.</exception>
    ValueTask<AgentRequest> SendAsync(Turn turn, ConversationContext conversation, CancellationToken cancellationToken);

    /// <summary>The turn is over: answered, failed or given up.</summary>
    ValueTask EndAsync(AgentRequest request);
}
