using System.Text.Json.Nodes;

namespace Baton.Topologies.Store;

/// <summary>What agents keep between executions. Safe for concurrent use; the last writer wins.</summary>
/// <remarks>What is kept for a run that waits for a person goes with its execution when that is pruned.</remarks>
public interface IAgentStates
{
    /// <summary>What an agent kept under a key, or <see langword="null"/>.</summary>
    Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken);

    /// <summary>Keeps a state, in place of the one before.</summary>
    Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken);

    /// <summary>Keeps a state in place of the one that was read, unless another has been kept since.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="key">The key.</param>
    /// <param name="read">What was read, as it was; <see langword="null"/> for nothing.</param>
    /// <param name="state">What is to be kept.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it is kept; otherwise nothing was written: read again.</returns>
    Task<bool> ReplaceAsync(
        string agent,
        string key,
        JsonObject? read,
        JsonObject state,
        CancellationToken cancellationToken
    );

    /// <summary>Forgets a state, if there is one.</summary>
    Task RemoveAsync(string agent, string key, CancellationToken cancellationToken);
}
