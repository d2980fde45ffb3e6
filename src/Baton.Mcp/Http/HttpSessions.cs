using System.Collections.Concurrent;

namespace Baton.Mcp.Http;

/// <summary>The sessions there are. Thread-safe.</summary>
/// <param name="place">How many there may be, and how long unused ones are kept.</param>
internal sealed class HttpSessions(HttpPlace place) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, HttpSession> _byId = new(StringComparer.Ordinal);

    /// <summary>Keeps a session.</summary>
    /// <returns>Whether there was room for it.</returns>
    public async Task<bool> TryAddAsync(string id, Func<HttpSession> open)
    {
        await ForgetAsync().ConfigureAwait(false);
        return _byId.Count < place.MaxSessions && _byId.TryAdd(id, open());
    }

    /// <summary>The session of an identifier, or <see langword="null"/>.</summary>
    public HttpSession? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Ends a session.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(string id)
    {
        if (!_byId.TryRemove(id, out HttpSession? session))
        {
            return false;
        }

        await session.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string id in _byId.Keys)
        {
            await RemoveAsync(id).ConfigureAwait(false);
        }
    }

    // Clients that go away without a word are found when others come.
    private async Task ForgetAsync()
    {
        foreach ((string id, HttpSession session) in _byId)
        {
            if (session.IsForgotten(place.SessionIdle))
            {
                await RemoveAsync(id).ConfigureAwait(false);
            }
        }
    }
}
