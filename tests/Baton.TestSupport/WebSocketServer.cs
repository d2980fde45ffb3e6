using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.TestSupport;

/// <summary>A real WebSocket server on a free loopback port; every connection goes to one handler.</summary>
public sealed class WebSocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _handshakes = new();
    private int _open;
    private int _mostOpen;

    private WebSocketServer(WebApplication app) => _app = app;

    /// <summary>The server's address with a path, for example <c>ws://127.0.0.1:40123/chat</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Every handshake so far, in the order they came; refused ones are among them.</summary>
    public IReadOnlyList<ReceivedRequest> Handshakes => [.. _handshakes];

    /// <summary>How many connections are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many connections were open at once at most.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Starts a server.</summary>
    /// <param name="handler">Gets each connection, and what it does not close is closed after it.</param>
    /// <param name="subprotocol">The subprotocol the server speaks, or <see langword="null"/> for none.</param>
    /// <param name="address">The loopback address. Default: IPv4's.</param>
    /// <param name="certificate">What the server shows, for TLS; or <see langword="null"/> for plain text.</param>
    /// <param name="plain">The JSON that answers plain requests. Default: they are refused.</param>
    public static async Task<WebSocketServer> StartAsync(
        Func<ServerSocket, Task> handler,
        string? subprotocol = null,
        IPAddress? address = null,
        X509Certificate2? certificate = null,
        string? plain = null
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options =>
                options.Listen(
                    address ?? IPAddress.Loopback,
                    0,
                    listen =>
                    {
                        if (certificate is not null)
                        {
                            listen.UseHttps(certificate);
                        }
                    }
                )
            );
        builder.Logging.ClearProviders();
        WebSocketServer server = new(builder.Build());
        server._app.UseWebSockets();
        server._app.Run(context =>
            plain is null || context.WebSockets.IsWebSocketRequest
                ? server.ServeAsync(context, handler, subprotocol)
                : AnswerAsync(context, plain)
        );
        await server._app.StartAsync();
        string url = server
            ._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        server.Url = $"{url.Replace("http", "ws", StringComparison.Ordinal)}/chat";
        return server;
    }

    /// <summary>Starts a server that answers each message with the same messages.</summary>
    public static Task<WebSocketServer> AnsweringAsync(params string[] messages) =>
        StartAsync(async socket =>
        {
            while (await socket.ReceiveAsync() is not null)
            {
                foreach (string message in messages)
                {
                    await socket.SendAsync(message);
                }
            }
        });

    /// <summary>Waits until no connection is open any more.</summary>
    public async Task NobodyLeftAsync(CancellationToken cancellationToken)
    {
        while (Open > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    private async Task ServeAsync(HttpContext context, Func<ServerSocket, Task> handler, string? subprotocol)
    {
        _handshakes.Enqueue(
            new ReceivedRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString.ToString(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                ""
            )
        );
        int open = Interlocked.Increment(ref _open);
        for (int most = MostOpen; open > most; most = MostOpen)
        {
            Interlocked.CompareExchange(ref _mostOpen, open, most);
        }

        try
        {
            await using ServerSocket socket = new(
                await context.WebSockets.AcceptWebSocketAsync(
                    new WebSocketAcceptContext { SubProtocol = subprotocol, KeepAliveInterval = TimeSpan.Zero }
                ),
                context
            );
            await handler(socket);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
