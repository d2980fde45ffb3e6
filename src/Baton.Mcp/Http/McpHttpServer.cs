using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Mcp.Http;

/// <summary>Serves any number of clients over streamable HTTP. Disposing it hangs up and stops what runs, in order.</summary>
public sealed class McpHttpServer : IAsyncDisposable
{
    private const long LongestMessage = 16 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly BatonMcpServer _server;
    private readonly McpEndpoint _endpoint;

    private McpHttpServer(WebApplication app, BatonMcpServer server, McpEndpoint endpoint, Uri address)
    {
        _app = app;
        _server = server;
        _endpoint = endpoint;
        Address = address;
    }

    /// <summary>Where clients find it, for example <c>http://127.0.0.1:4000/mcp</c>.</summary>
    public Uri Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="server">What is served; it stays the caller's.</param>
    /// <param name="place">Where.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">Something else listens there.</exception>
    /// <exception cref="ArgumentException">The address is open to others, and there is no token.</exception>
    public static async Task<McpHttpServer> StartAsync(BatonMcpServer server, HttpPlace place, TimeProvider time)
    {
        if (!IPAddress.IsLoopback(place.Address) && place.Token is null)
        {
            throw new ArgumentException("An address that others reach needs a token.", nameof(place));
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = LongestMessage;
                options.Listen(place.Address, place.Port);
            });
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        McpEndpoint endpoint = new(server, place, time);
        app.Run(endpoint.AnswerAsync);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        string listening = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        return new McpHttpServer(app, server, endpoint, new Uri(new Uri(listening), HttpPlace.Path));
    }

    /// <summary>Stops what runs, in order; further requests are still answered meanwhile.</summary>
    /// <param name="insisted">Gives up what still runs.</param>
    public Task EndAsync(CancellationToken insisted) => _server.EndAsync(insisted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await _endpoint.DisposeAsync().ConfigureAwait(false);
        await _app.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
