using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Guards;

/// <summary>Ends a run when the agent has worked for too long, all turns together.</summary>
/// <remarks>What is waited for on the way to the agent (a free slot, a repetition) is not the agent's time.</remarks>
/// <param name="inner">The agent.</param>
/// <param name="maxDuration">The longest it may work.</param>
/// <param name="time">The clock.</param>
internal sealed class DurationGuard(IAgent inner, TimeSpan maxDuration, TimeProvider time) : IAgent
{
    private readonly LimitEvent _limit = new(
        "max_duration",
        $"the agent worked for {maxDuration.TotalSeconds:0.###} s (`guards.max_duration`)"
    );

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(inner.StartConversation(context), maxDuration, _limit, time);

    private sealed class Conversation(IConversation inner, TimeSpan maxDuration, LimitEvent limit, TimeProvider time)
        : IConversation
    {
        private TimeSpan _left = maxDuration;

        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            if (_left <= TimeSpan.Zero)
            {
                yield return limit;
                yield break;
            }

            long start = time.GetTimestamp();
            try
            {
                await foreach (
                    AgentEvent item in BoundedTurn
                        .TakeAsync(inner, turn, _left, limit, time, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    yield return item;
                }
            }
            finally
            {
                _left -= time.GetElapsedTime(start);
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
