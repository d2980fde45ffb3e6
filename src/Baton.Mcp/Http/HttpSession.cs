using ModelContextProtocol.Server;

namespace Baton.Mcp.Http;

/// <summary>One client's session, from its <c>initialize</c> until it is deleted or forgotten.</summary>
internal sealed class HttpSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly McpServer _server;
    private readonly Task _serving;
    private readonly TimeProvider _time;
    private long _lastUse;
    private int _users;

    /// <summary>Begins to serve.</summary>
    public HttpSession(StreamableHttpServerTransport transport, McpServerOptions options, TimeProvider time)
    {
        Transport = transport;
        _time = time;
        _lastUse = time.GetTimestamp();
        _server = McpServer.Create(transport, options);
        _serving = _server.RunAsync(_closing.Token);
    }

    /// <summary>How messages come and go.</summary>
    public StreamableHttpServerTransport Transport { get; }

    /// <summary>Whether nobody has used it for so long.</summary>
    public bool IsForgotten(TimeSpan after) =>
        Volatile.Read(ref _users) == 0 && _time.GetElapsedTime(Volatile.Read(ref _lastUse)) > after;

    /// <summary>Says that a request uses the session until the result is disposed.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref _users);
        return new Using(this);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Transport.DisposeAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    private sealed class Using(HttpSession session) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref session._lastUse, session._time.GetTimestamp());
            Interlocked.Decrement(ref session._users);
        }
    }
}
