using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Processes.Conversations;

/// <summary>A conversation with an agent that is a program.</summary>
internal sealed class ProcessConversation(IProcessSeat seat, ConversationContext context, TurnRules rules)
    : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        ProcessTurn taken = new(seat, turn, context, rules, cancellationToken);
        await using ConfiguredAsyncDisposable ending = taken.ConfigureAwait(false);
        AgentEvent next;
        do
        {
            next = await taken.NextAsync().ConfigureAwait(false);
            yield return next;
        } while (next is not (FinalEvent or ErrorEvent or LimitEvent));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => seat.DisposeAsync();
}
