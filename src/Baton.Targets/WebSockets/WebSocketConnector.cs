using System.Collections.Concurrent;
using System.Net.WebSockets;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>Opens connections and ends those that are left. Safe for concurrent use.</summary>
internal sealed class WebSocketConnector : IAsyncDisposable
{
    private const string TraceHeader = "traceparent";

    private readonly WebSocketOptions _options;
    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _handler;
    private readonly StatusFailure _failures;
    private readonly Template _url;
    private readonly List<HeaderPart> _headers;
    private readonly ConcurrentDictionary<MessageConnection, bool> _open = new();

    public WebSocketConnector(WebSocketOptions options, TargetEnvironment environment)
    {
        _options = options;
        _time = environment.TimeProvider;
        // A connection stays as long as its conversation, and conversations may wait for one another.
        _handler = HttpConnections.Create(options.VerifyTls, mostConnections: int.MaxValue);
        _handler.AllowAutoRedirect = false;
        _failures = new StatusFailure(null, null, _time, HttpKeys.WebSocket);
        _url = Template.Parse(options.Url.Split('#')[0]);
        _headers = [.. options.Headers.Select(header => HeaderPart.Of(header.Key, header.Value))];
        if (
            HttpAddress.Credentials(new Uri(_url.Render(Nobody.Scope, _ => "x"))) is { } credentials
            && !Has("Authorization")
        )
        {
            _headers.Add(new HeaderPart("Authorization", credentials, null));
        }
    }

    /// <summary>Whether the handshake is the same for all conversations.</summary>
    public bool IsSameForAll => _url.IsConstant && _headers.TrueForAll(header => header.Constant is not null);

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _open.Count;

    /// <summary>Opens a connection.</summary>
    /// <param name="scope">The turn that needs it.</param>
    /// <param name="traceParent">The trace it belongs to, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, which the caller ends, or why there is none.</returns>
    public async ValueTask<(MessageConnection? Connection, AgentError? Error)> OpenAsync(
        TemplateScope scope,
        string? traceParent,
        CancellationToken cancellationToken
    )
    {
        if (!Uri.TryCreate(_url.Render(scope, Uri.EscapeDataString), UriKind.Absolute, out Uri? address))
        {
            return (null, new AgentError(ErrorKind.Protocol, "the turn's values make `websocket.url` no address"));
        }

        ClientWebSocket socket = new();
        Configure(socket.Options);
        using Handshake handshake = new(_handler, HeadersFor(scope, traceParent), _failures);
        try
        {
            await socket.ConnectAsync(address, handshake, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return (null, handshake.Error(exception, HttpAddress.Show(address)));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        MessageConnection connection = new(socket, _time, ended => _open.TryRemove(ended, out _));
        _open.TryAdd(connection, true);
        return (connection, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (MessageConnection connection in _open.Keys)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _handler.Dispose();
    }

    private void Configure(ClientWebSocketOptions socket)
    {
        socket.KeepAliveInterval = _options.PingInterval;
        if (_options.PingTimeout is { } timeout)
        {
            socket.KeepAliveTimeout = timeout;
        }

        foreach (string subprotocol in _options.Subprotocols)
        {
            socket.AddSubProtocol(subprotocol);
        }
    }

    private List<KeyValuePair<string, string>> HeadersFor(TemplateScope scope, string? traceParent)
    {
        List<KeyValuePair<string, string>> headers =
        [
            .. _headers.Select(header => KeyValuePair.Create(header.Name, header.Constant ?? header.Render(scope))),
        ];
        if (traceParent is not null && !Has(TraceHeader))
        {
            headers.Add(KeyValuePair.Create(TraceHeader, traceParent));
        }

        return headers;
    }

    private bool Has(string name) =>
        _headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
