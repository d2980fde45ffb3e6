using Microsoft.Extensions.AI;

namespace Baton.Agents.Sessions;

/// <summary>The history of one conversation. A run reads it when it starts and appends to it when it has ended.</summary>
/// <remarks>
/// Safe for concurrent use. Two runs over one session at once both append; their messages do not interleave, but each
/// run has read a history without the other's.
/// </remarks>
public interface ISession
{
    /// <summary>What the conversation is called; unique within its store and never empty.</summary>
    string Id { get; }

    /// <summary>Reads everything appended so far, oldest first.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A list that later calls leave as it is.</returns>
    /// <exception cref="SessionException">The history cannot be read.</exception>
    ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Appends messages behind the last one: all of them or, when it throws, none.</summary>
    /// <remarks>Where the session outlives the process, the messages are on disk when this returns.</remarks>
    /// <param name="messages">The messages, oldest first; none changes nothing.</param>
    /// <param name="cancellationToken">Ends the appending as long as nothing is appended yet.</param>
    /// <exception cref="SessionException">The messages cannot be kept.</exception>
    ValueTask AppendAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>Forgets every message. The session itself stays usable.</summary>
    /// <param name="cancellationToken">Ends the clearing as long as nothing is cleared yet.</param>
    /// <exception cref="SessionException">The messages cannot be removed.</exception>
    ValueTask ClearAsync(CancellationToken cancellationToken = default);
}
