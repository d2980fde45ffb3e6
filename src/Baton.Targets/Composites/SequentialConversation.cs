using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Composites;

/// <summary>Members that work one after the other. What the last one says is streamed as the composite's own words.</summary>
/// <param name="members">The members in order; at least one. They are disposed with the conversation.</param>
internal sealed class SequentialConversation(IReadOnlyList<MemberConversation> members) : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        List<MemberAnswer> answers = [];
        Turn given = turn;
        foreach (MemberConversation member in members)
        {
            bool isLast = answers.Count == members.Count - 1;
            await foreach (AgentEvent happened in member.TakeTurnAsync(given, cancellationToken).ConfigureAwait(false))
            {
                yield return isLast && happened is TextEvent ? happened : member.Nested(happened);
            }

            MemberAnswer answer = member.Answer!;
            answers.Add(answer);
            if (answer.Output is null)
            {
                yield return CompositeFailure.Of(answer);
                yield break;
            }

            given = new Turn { Input = answer.Output, Number = turn.Number };
        }

        yield return new FinalEvent(answers[^1].Output!)
        {
            Raw = ((FinalEvent)answers[^1].Outcome).Raw,
            Metadata = CompositeMetadata.Of(answers, aggregate: null),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(members.Select(member => member.DisposeAsync().AsTask())).ConfigureAwait(false);
}
