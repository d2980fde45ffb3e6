using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Pacing;

/// <summary>Calls an agent only as often as it can take.</summary>
/// <param name="inner">The agent.</param>
/// <param name="pace">What all its calls share.</param>
internal sealed class PacedAgent(IAgent inner, CallPace pace) : IAgent
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(inner.StartConversation(context), pace);

    private sealed class Conversation(IConversation inner, CallPace pace) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            CallSlot slot = await pace.EnterAsync(cancellationToken).ConfigureAwait(false);
            CallOutcome outcome = CallOutcome.Other;
            TimeSpan? wait = null;
            try
            {
                await foreach (AgentEvent item in inner.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false))
                {
                    if (item is FinalEvent)
                    {
                        outcome = CallOutcome.Succeeded;
                    }
                    else if (item is ErrorEvent { Error: { } error } && IsRefusal(error))
                    {
                        (outcome, wait) = (CallOutcome.Refused, error.RetryAfter);
                    }

                    yield return item;
                }
            }
            finally
            {
                pace.Leave(slot, outcome, wait);
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static bool IsRefusal(AgentError error) =>
            string.Equals(error.Kind, ErrorKind.RateLimited, StringComparison.Ordinal) || error.RetryAfter is not null;
    }
}
