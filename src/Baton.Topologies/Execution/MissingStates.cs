using System.Text.Json.Nodes;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>Stands where nothing can be kept, and says so when something should be.</summary>
internal sealed class MissingStates : IAgentStates
{
    public static MissingStates Instance { get; } = new();

    public Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken) =>
        throw Missing(agent);

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken) =>
        throw Missing(agent);

    private static TopologyException Missing(string agent) =>
        new($"The agent `{agent}` is to keep something, and this runner's place keeps nothing; give it `States`");
}
