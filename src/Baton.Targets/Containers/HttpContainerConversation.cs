using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Processes;

namespace Baton.Targets.Containers;

/// <summary>A conversation with an agent on a container's port; it stays with the container as long as that lives.</summary>
internal sealed class HttpContainerConversation(HttpContainers containers, ConversationContext context) : IConversation
{
    private HttpContainer? _container;
    private IConversation? _inner;

    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        AgentError? failure = await EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            yield return new ErrorEvent(failure);
            yield break;
        }

        await foreach (AgentEvent happened in _inner!.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false))
        {
            yield return happened is ErrorEvent error
                ? await _container!.ExplainAsync(error).ConfigureAwait(false)
                : happened;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_inner is not null)
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
            _inner = null;
        }

        if (_container is { } container)
        {
            _container = null;
            await containers.LeaveAsync(container).ConfigureAwait(false);
        }
    }

    private async Task<AgentError?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_container is { IsOver: true })
        {
            await DisposeAsync().ConfigureAwait(false);
        }

        if (_container is not null)
        {
            return null;
        }

        try
        {
            _container = await containers.JoinAsync(cancellationToken).ConfigureAwait(false);
            _inner = (await _container.Ready.ConfigureAwait(false)).StartConversation(context);
            return null;
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
    }
}
