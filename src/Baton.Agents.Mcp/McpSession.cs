using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Agents.Mcp;

/// <summary>One connection to a server, from the handshake until it is closed or lost.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly McpServerOptions _options;
    private readonly IClientTransport _transport;
    private readonly StderrTail _stderr;
    private readonly McpClient _client;
    private volatile bool _lost;

    private McpSession(McpServerOptions options, IClientTransport transport, StderrTail stderr, McpClient client)
    {
        _options = options;
        _transport = transport;
        _stderr = stderr;
        _client = client;
    }

    /// <summary>Whether calls may still be made over it.</summary>
    public bool IsAlive => !_lost && !_client.Completion.IsCompleted;

    public string? Instructions => _client.ServerInstructions;

    /// <summary>Starts or calls the server and shakes hands.</summary>
    /// <param name="options">The server.</param>
    /// <param name="toolsChanged">Called whenever the server says that its list of tools changed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<McpSession> OpenAsync(
        McpServerOptions options,
        Action toolsChanged,
        CancellationToken cancellationToken
    )
    {
        StderrTail stderr = new();
        IClientTransport transport = McpTransport.Create(options, stderr);
        try
        {
            McpClient client = await McpClient
                .CreateAsync(transport, ClientOptions(options, toolsChanged), cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return new McpSession(options, transport, stderr, client);
        }
        catch (Exception error)
        {
            await CloseAsync(transport).ConfigureAwait(false);
            throw McpFailure.OfConnecting(options, error, stderr);
        }
    }

    /// <summary>The server's tools, in its order.</summary>
    public async Task<IReadOnlyList<Tool>> ListToolsAsync(CancellationToken cancellationToken)
    {
        try
        {
            IList<McpClientTool> tools = await _client
                .ListToolsAsync(cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return [.. tools.Select(static tool => tool.ProtocolTool)];
        }
        catch (Exception error)
        {
            throw McpFailure.OfConnecting(_options, error, _stderr);
        }
    }

    /// <summary>Makes one call.</summary>
    /// <returns>The answer, or nothing when the connection was lost before the server can have got the call.</returns>
    public async Task<CallToolResult?> CallAsync(
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        JsonObject? meta,
        CancellationToken cancellationToken
    )
    {
        RequestOptions? aside = meta is null ? null : new RequestOptions { Meta = meta };
        try
        {
            return await _client
                .CallToolAsync(tool, arguments, options: aside, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (IsAlive && !McpTransport.MeansLoss(error))
            {
                throw McpFailure.OfCall(_options, tool, error);
            }

            _lost = true;
            return McpTransport.WasNotDelivered(error)
                ? null
                : throw await McpFailure.OfLosingAsync(_options, tool, error, _client, _stderr).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await CloseAsync(_transport).ConfigureAwait(false);
    }

    private static McpClientOptions ClientOptions(McpServerOptions options, Action toolsChanged) =>
        new()
        {
            ClientInfo = new Implementation { Name = "baton", Version = Version },
            InitializationTimeout = options.ConnectTimeout,
            TimeProvider = options.TimeProvider,
            Handlers = new McpClientHandlers
            {
                NotificationHandlers =
                [
                    new(
                        NotificationMethods.ToolListChangedNotification,
                        (_, _) =>
                        {
                            toolsChanged();
                            return ValueTask.CompletedTask;
                        }
                    ),
                ],
            },
        };

    private static string Version { get; } =
        typeof(McpSession).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0";

    private static async ValueTask CloseAsync(IClientTransport transport)
    {
        if (transport is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }
}
