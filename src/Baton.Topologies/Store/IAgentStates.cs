using System.Text.Json.Nodes;

namespace Baton.Topologies.Store;

/// <summary>What agents keep between executions. Safe for concurrent use; the last writer wins.</summary>
public interface IAgentStates
{
    /// <summary>What an agent kept under a key, or <see langword="null"/>.</summary>
    Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken);

    /// <summary>Keeps a state, in place of the one before.</summary>
    Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken);
}
