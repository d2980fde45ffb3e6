using Baton.Agents;

namespace Baton.Targets.Guards;

/// <summary>Fails a call that takes too long.</summary>
/// <param name="inner">The agent.</param>
/// <param name="timeout">The longest a call may take.</param>
/// <param name="setting">The setting it comes from, for the message.</param>
/// <param name="time">The clock.</param>
internal sealed class TurnTimeout(IAgent inner, TimeSpan timeout, string setting, TimeProvider time) : IAgent
{
    private readonly ErrorEvent _late = new(
        new AgentError(
            ErrorKind.Timeout,
            $"no end of the answer within {timeout.TotalSeconds:0.###} s (`{setting}`); raise it if the agent needs longer"
        )
    );

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(inner.StartConversation(context), timeout, _late, time);

    private sealed class Conversation(IConversation inner, TimeSpan timeout, ErrorEvent late, TimeProvider time)
        : IConversation
    {
        public IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken) =>
            BoundedTurn.TakeAsync(inner, turn, timeout, late, time, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
