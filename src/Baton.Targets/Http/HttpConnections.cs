using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Baton.Targets.Http;

/// <summary>Makes the pool of connections a target uses.</summary>
internal static class HttpConnections
{
    /// <summary>How long a server may take to accept a connection.</summary>
    public static TimeSpan ConnectTimeout { get; } = TimeSpan.FromSeconds(10);

    public static SocketsHttpHandler Create(HttpOptions options, TargetEnvironment environment)
    {
        SocketsHttpHandler handler = Create(options.VerifyTls, Math.Max(1, environment.MaxConcurrency));
        handler.UseProxy = !environment.WithoutProxy;
        return handler;
    }

    /// <summary>Makes a pool.</summary>
    /// <param name="verifyTls">Whether certificates must be valid.</param>
    /// <param name="mostConnections">The most connections to one server at once.</param>
    public static SocketsHttpHandler Create(bool verifyTls, int mostConnections)
    {
        SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxAutomaticRedirections = 5,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = mostConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Many servers close a connection after five idle seconds; a request sent at that moment would be lost.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            // Runs get a trace of their own; a header made of Baton's own activity would mix them up.
            ActivityHeadersPropagator = null,
        };
        if (!verifyTls)
        {
            TrustAnyone(handler);
        }

        return handler;
    }

    [SuppressMessage(
        "Security",
        "CA5359",
        Justification = "Asked for with `verify_tls: false`, for servers with self-made certificates."
    )]
    [SuppressMessage("Security", "MA0039", Justification = "The same.")]
    private static void TrustAnyone(SocketsHttpHandler handler) =>
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
}
