using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Baton.Agents;

namespace Baton.Targets.Composites;

/// <summary>The turns of several members at the same time, as one stream in the order in which things happen.</summary>
internal static class TurnsAtOnce
{
    private const int MostWaiting = 64;

    /// <summary>Takes the turns; over when all are. Leaving it early ends them all, and waits until they are ended.</summary>
    /// <param name="members">Who takes the turn.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellationToken">Ends all turns.</param>
    [SuppressMessage("Reliability", "CA2025", Justification = "The turns are awaited before the source is disposed")]
    public static async IAsyncEnumerable<NestedEvent> TakeAsync(
        IReadOnlyList<MemberConversation> members,
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<NestedEvent> events = Channel.CreateBounded<NestedEvent>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true }
        );
        Task turns = TakeAllAsync(members, turn, events.Writer, stop);
        try
        {
            await foreach (NestedEvent happened in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await turns.ConfigureAwait(false);
        }
    }

    /// <summary>Never fails: how it ended is told to the reader.</summary>
    private static async Task TakeAllAsync(
        IReadOnlyList<MemberConversation> members,
        Turn turn,
        ChannelWriter<NestedEvent> events,
        CancellationTokenSource stop
    )
    {
        try
        {
            await Task.WhenAll(members.Select(member => TakeOneAsync(member, turn, events, stop)))
                .ConfigureAwait(false);
            events.Complete();
        }
        catch (Exception fault)
        {
            events.Complete(fault);
        }
    }

    private static async Task TakeOneAsync(
        MemberConversation member,
        Turn turn,
        ChannelWriter<NestedEvent> events,
        CancellationTokenSource stop
    )
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await foreach (AgentEvent happened in member.TakeTurnAsync(turn, stop.Token).ConfigureAwait(false))
            {
                await events.WriteAsync(member.Nested(happened), stop.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
