using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Baton.Agents;

namespace Baton.Topologies.Capabilities;

/// <summary>The conversation of one attempt at a step, with everything the agent's capabilities do in it.</summary>
internal sealed class CapableConversation(CapableAgent agent, ConversationContext context, Action<string>? check)
    : IConversation
{
    private const int EventsAhead = 64;

    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Baton.Agents.Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<AgentEvent> events = Channel.CreateBounded<AgentEvent>(
            new BoundedChannelOptions(EventsAhead) { SingleReader = true }
        );
        Task working = WorkAsync(turn.Input, events.Writer, leaving.Token);
        bool isLeft = true;
        try
        {
            await foreach (
                AgentEvent happened in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)
            )
            {
                yield return happened;
            }

            isLeft = false;
        }
        finally
        {
            if (isLeft)
            {
                await leaving.CancelAsync().ConfigureAwait(false);
                await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await working.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WorkAsync(string input, ChannelWriter<AgentEvent> events, CancellationToken cancellationToken)
    {
        CapableTurn turn = new(agent, context, input, check, events, cancellationToken);
        try
        {
            await using (turn.ConfigureAwait(false))
            {
                await turn.RunAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            events.TryComplete();
        }
    }
}
