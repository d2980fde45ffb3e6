using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Baton.Topologies.Store.Memory;

/// <summary>What agents keep, in memory. Copies go in and out, so that nobody changes what others read.</summary>
internal sealed class MemoryAgentStates : IAgentStates
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string Agent, string Key), JsonNode> _states = new();

    public Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken) =>
        Task.FromResult(_states.GetValueOrDefault((agent, key))?.DeepClone().AsObject());

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _states[(agent, key)] = state.DeepClone();
        }

        return Task.CompletedTask;
    }

    public Task<bool> ReplaceAsync(
        string agent,
        string key,
        JsonObject? read,
        JsonObject state,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            if (!JsonNode.DeepEquals(_states.GetValueOrDefault((agent, key)), read))
            {
                return Task.FromResult(false);
            }

            _states[(agent, key)] = state.DeepClone();
            return Task.FromResult(true);
        }
    }

    public Task RemoveAsync(string agent, string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _states.TryRemove((agent, key), out _);
        }

        return Task.CompletedTask;
    }

    /// <summary>Forgets what begins with a prefix.</summary>
    public void RemoveAll(string prefix)
    {
        lock (_gate)
        {
            foreach ((string Agent, string Key) state in _states.Keys)
            {
                if (state.Key.StartsWith(prefix, StringComparison.Ordinal))
                {
                    _states.TryRemove(state, out _);
                }
            }
        }
    }
}
