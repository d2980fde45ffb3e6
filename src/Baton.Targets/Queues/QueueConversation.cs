using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Queues;

/// <summary>A conversation with an agent behind a queue: one request a turn, any worker may answer it.</summary>
internal sealed class QueueConversation(ReplyInbox inbox, ConversationContext context) : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        (QueuedTurn? asked, AgentError? error) = await AskAsync(turn, cancellationToken).ConfigureAwait(false);
        if (asked is null)
        {
            yield return new ErrorEvent(error!);
            yield break;
        }

        try
        {
            AgentEvent next;
            do
            {
                next = await asked.NextAsync(cancellationToken).ConfigureAwait(false);
                yield return next;
            } while (next is not (FinalEvent or ErrorEvent or LimitEvent));
        }
        finally
        {
            await inbox.EndAsync(asked).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<(QueuedTurn? Asked, AgentError? Error)> AskAsync(
        Turn turn,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await inbox.AskAsync(turn, context, cancellationToken).ConfigureAwait(false), null);
        }
        catch (QueueException failed)
        {
            return (null, failed.Error);
        }
    }
}
