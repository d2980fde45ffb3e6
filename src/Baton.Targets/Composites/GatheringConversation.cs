using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Composites.Aggregation;

namespace Baton.Targets.Composites;

/// <summary>Members that all get the input at once, and one answer that is made of theirs.</summary>
/// <param name="members">The members in order; at least one. They are disposed with the conversation.</param>
/// <param name="minSuccess">How many must answer.</param>
/// <param name="aggregation">Makes the answer.</param>
internal sealed class GatheringConversation(
    IReadOnlyList<MemberConversation> members,
    int minSuccess,
    IAggregation aggregation
) : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            NestedEvent happened in TurnsAtOnce.TakeAsync(members, turn, cancellationToken).ConfigureAwait(false)
        )
        {
            yield return happened;
        }

        List<MemberAnswer> all = [.. members.Select(member => member.Answer!)];
        List<MemberAnswer> answered = [.. all.Where(answer => answer.Output is not null)];
        if (answered.Count < minSuccess)
        {
            yield return CompositeFailure.TooFew(all, minSuccess);
            yield break;
        }

        await foreach (
            AgentEvent happened in aggregation
                .AggregateAsync(new Answers(turn, all, answered), cancellationToken)
                .ConfigureAwait(false)
        )
        {
            yield return happened is FinalEvent final
                ? final with
                {
                    Metadata = CompositeMetadata.Of(all, aggregation.Name),
                }
                : happened;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(members.Select(member => member.DisposeAsync().AsTask())).ConfigureAwait(false);
}
