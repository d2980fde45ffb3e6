using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Targets.Guards;

/// <summary>A turn that is stopped after a time, keeping what came before.</summary>
internal static class BoundedTurn
{
    /// <summary>Takes the turn; where the time is over first, the turn is cancelled and ends with another event.</summary>
    /// <param name="inner">Who takes the turn.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="after">The time.</param>
    /// <param name="late">The turn's outcome when the time is over.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the turn from outside.</param>
    public static async IAsyncEnumerable<AgentEvent> TakeAsync(
        IConversation inner,
        Turn turn,
        TimeSpan after,
        AgentEvent late,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using Deadline deadline = new(after, time, cancellationToken);
        IAsyncEnumerator<AgentEvent> events = inner
            .TakeTurnAsync(turn, deadline.Token)
            .GetAsyncEnumerator(deadline.Token);
        await using (events.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (OperationCanceledException) when (deadline.HasPassed)
                {
                    break;
                }

                yield return events.Current;
            }
        }

        yield return late;
    }
}
