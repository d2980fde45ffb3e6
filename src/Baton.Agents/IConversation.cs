namespace Baton.Agents;

/// <summary>One conversation with an agent; whatever state the agent keeps between turns lives as long as this object.</summary>
/// <remarks>Turns are taken one after the other; a conversation is not safe for concurrent use.</remarks>
public interface IConversation : IAsyncDisposable
{
    /// <summary>Gives the agent one message and yields what it does until the turn ends.</summary>
    /// <remarks>
    /// Events come in the order in which they happened. The last one is the turn's outcome and there is exactly one:
    /// <see cref="FinalEvent"/>, <see cref="ErrorEvent"/> or <see cref="LimitEvent"/>. Leaving the enumeration early
    /// cancels the turn.
    /// </remarks>
    /// <param name="turn">The message and what was said before it.</param>
    /// <param name="cancellationToken">Ends the turn; whatever the agent still does for it is stopped.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before the turn ended.</exception>
    IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken);
}
