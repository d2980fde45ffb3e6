using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Baton.Topologies.Store.Memory;

/// <summary>What agents keep, in memory. Copies go in and out, so that nobody changes what others read.</summary>
internal sealed class MemoryAgentStates : IAgentStates
{
    private readonly ConcurrentDictionary<(string Agent, string Key), JsonNode> _states = new();

    public Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken) =>
        Task.FromResult(_states.GetValueOrDefault((agent, key))?.DeepClone().AsObject());

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken)
    {
        _states[(agent, key)] = state.DeepClone();
        return Task.CompletedTask;
    }
}
