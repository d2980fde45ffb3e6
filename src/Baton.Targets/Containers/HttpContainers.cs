using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Processes;

namespace Baton.Targets.Containers;

/// <summary>Containers that listen on a port: one for all conversations where they are reused, else one for each. Thread-safe.</summary>
internal sealed class HttpContainers(
    ContainerHost host,
    EngineAddress address,
    RunnerOptions runner,
    TargetEnvironment environment
) : IContainerAgents
{
    private readonly Lock _gate = new();
    private readonly HashSet<HttpContainer> _live = [];
    private HttpContainer? _shared;
    private bool _isOver;

    public IConversation StartConversation(ConversationContext context) => new HttpContainerConversation(this, context);

    /// <summary>Starts a container, which stays where it is reused.</summary>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LeaveAsync(await JoinAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return null;
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
    }

    /// <summary>Gives a conversation a container that answers. The caller leaves it in the end.</summary>
    /// <exception cref="ProcessStartException">It could not be started, or was not ready in time.</exception>
    public async ValueTask<HttpContainer> JoinAsync(CancellationToken cancellationToken)
    {
        if (!address.IsLocal)
        {
            throw ProcessStartException.Because(
                $"`mode: http` publishes its port on the engine's own machine, and `{address.Shown}` is another one; forward the engine's socket and the port, or use `mode: jsonl`"
            );
        }

        HttpContainer joined;
        HttpContainer? over = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            if (_shared is { IsOver: true } ended)
            {
                over = ended.Conversations == 0 && _live.Remove(ended) ? ended : null;
                _shared = null;
            }

            joined = _shared ?? new HttpContainer(host, runner, environment);
            joined.Conversations++;
            _live.Add(joined);
            _shared = host.Options.Reuse ? joined : null;
        }

        if (over is not null)
        {
            await over.DisposeAsync().ConfigureAwait(false);
        }

        try
        {
            await joined.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            return joined;
        }
        catch
        {
            await LeaveAsync(joined).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A conversation is over, or goes to another container.</summary>
    public async ValueTask LeaveAsync(HttpContainer container)
    {
        bool isLast;
        lock (_gate)
        {
            container.Conversations--;
            isLast =
                container.Conversations == 0 && (container != _shared || container.IsOver) && _live.Remove(container);
        }

        if (isLast)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        HttpContainer[] live;
        lock (_gate)
        {
            _isOver = true;
            live = [.. _live];
            _live.Clear();
        }

        await Task.WhenAll(live.Select(container => container.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
