using Microsoft.Extensions.AI;

namespace Baton.Agents.Sessions;

/// <summary>A session that lives as long as the object. Safe for concurrent use.</summary>
/// <remarks>It keeps the messages themselves, not copies: changing one later changes the history.</remarks>
public sealed class InMemorySession : ISession
{
    // Guards the list that _messages names; the list is replaced, never changed, so a reader may keep it.
    private readonly Lock _gate = new();
    private ChatMessage[] _messages;

    /// <summary>Starts a session.</summary>
    /// <param name="id">What it is called. Default: a new GUID of 32 digits.</param>
    /// <param name="messages">What was said before, oldest first. Default: nothing.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty or white space.</exception>
    public InMemorySession(string? id = null, IEnumerable<ChatMessage>? messages = null)
    {
        if (id is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(id);
        }

        Id = id ?? Guid.NewGuid().ToString("N");
        _messages = messages is null ? [] : [.. messages];
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_messages.AsReadOnly());
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        if (messages.Count > 0)
        {
            lock (_gate)
            {
                _messages = [.. _messages, .. messages];
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _messages = [];
        }

        return ValueTask.CompletedTask;
    }
}
