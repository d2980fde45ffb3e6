using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>The tools of a sitting's agents; servers are connected when the first agent needs them, and shared.</summary>
internal sealed class ToolServers(ToolRegistry registry) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ToolServer>>> _servers = new(StringComparer.Ordinal);

    /// <summary>What a tool's name stands for: a function, or all that a server offers.</summary>
    /// <exception cref="TopologyException">There is no such tool.</exception>
    public async Task<IReadOnlyList<AIFunction>> ResolveAsync(string tool, CancellationToken cancellationToken)
    {
        if (!ToolRegistry.IsServer(tool))
        {
            return [registry.Find(tool) ?? throw new TopologyException($"There is no tool `{tool}`")];
        }

        Func<string, CancellationToken, Task<ToolServer>> connect =
            registry.Servers
            ?? throw new TopologyException($"This runner connects to no tool servers such as `{tool}`");
        Lazy<Task<ToolServer>> server = _servers.GetOrAdd(
            tool,
            reference => new Lazy<Task<ToolServer>>(() => connect(reference, cancellationToken))
        );
        try
        {
            return (await server.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).Tools;
        }
        catch (Exception) when (server.Value.IsFaulted || server.Value.IsCanceled)
        {
            // The next attempt connects anew.
            _servers.TryRemove(KeyValuePair.Create(tool, server));
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<ToolServer>> server in _servers.Values)
        {
            Task connecting = server.Value;
            await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (connecting.IsCompletedSuccessfully)
            {
                await (await server.Value.ConfigureAwait(false)).Connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
