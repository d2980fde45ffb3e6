using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.TestSupport;

/// <summary>A real HTTP server on a free loopback port; every request goes to one handler.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>The server's address without a slash at the end, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Every request so far, in the order they came.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Starts a server. The handler may read the request's body again: it is kept in memory.</summary>
    /// <param name="handler">Answers.</param>
    /// <param name="host">The loopback address: <c>127.0.0.1</c> or <c>[::1]</c>.</param>
    /// <param name="certificate">What the server shows, for TLS; or <see langword="null"/> for plain text.</param>
    public static async Task<LoopbackServer> StartAsync(
        RequestDelegate handler,
        string host = "127.0.0.1",
        X509Certificate2? certificate = null
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Listen(
                    IPAddress.Parse(host),
                    0,
                    listen =>
                    {
                        if (certificate is not null)
                        {
                            listen.UseHttps(certificate);
                        }
                    }
                );
            });
        builder.Logging.ClearProviders();
        LoopbackServer server = new(builder.Build());
        server._app.Run(async context =>
        {
            await server.RecordAsync(context.Request);
            await handler(context);
        });
        await server._app.StartAsync();
        server.Url = server
            ._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        return server;
    }

    /// <summary>Starts a server that answers every request with the same JSON.</summary>
    public static Task<LoopbackServer> AnsweringAsync(
        string json,
        int status = 200,
        X509Certificate2? certificate = null
    ) =>
        StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync(json, context.RequestAborted);
            },
            certificate: certificate
        );

    /// <summary>Starts a server that sends every request the same stream, each piece flushed by itself.</summary>
    public static Task<LoopbackServer> StreamingAsync(string contentType, params string[] pieces) =>
        StartAsync(async context =>
        {
            context.Response.ContentType = contentType;
            foreach (string piece in pieces)
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task RecordAsync(HttpRequest request)
    {
        MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        body.Position = 0;
        request.Body = body;
        _requests.Enqueue(
            new ReceivedRequest(
                request.Method,
                request.Path + request.QueryString.ToString(),
                request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                Encoding.UTF8.GetString(body.ToArray())
            )
        );
    }
}

/// <summary>A request as a <see cref="LoopbackServer"/> saw it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, percent-encoded.</param>
/// <param name="Headers">The headers; values of one name joined by commas.</param>
/// <param name="Body">The body, read as UTF-8.</param>
public sealed record ReceivedRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);
