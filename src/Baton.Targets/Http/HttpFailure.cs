using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Http;

/// <summary>Turns what went wrong on the way to a server into the words errors are counted by.</summary>
internal static class HttpFailure
{
    /// <summary>The request could not be sent, or nothing came back.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="address">The server.</param>
    /// <param name="keys">The settings to name; default those of <c>http:</c>.</param>
    public static AgentError Of(Exception exception, Uri? address, HttpKeys? keys = null)
    {
        keys ??= HttpKeys.Http;
        string shown = HttpAddress.Show(address);
        SocketError? socket = Causes(exception).OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;
        HttpRequestError kind = Causes(exception)
            .Select(cause =>
                cause switch
                {
                    HttpRequestException request => request.HttpRequestError,
                    HttpIOException io => io.HttpRequestError,
                    AuthenticationException => HttpRequestError.SecureConnectionError,
                    _ => HttpRequestError.Unknown,
                }
            )
            .FirstOrDefault(error => error != HttpRequestError.Unknown);
        Uri? proxy = address is null || keys.WithoutProxy ? null : HttpAddress.Proxy(address);
        return kind switch
        {
            HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.ProxyTunnelError when proxy is not null && !IsLost(socket) => NoWay(
                proxy,
                shown,
                Innermost(exception)
            ),
            HttpRequestError.NameResolutionError => new AgentError(
                ErrorKind.Dns,
                $"the name `{address?.Host}` has no address; check `{keys.Url}`"
            )
            {
                IsTransient = true,
            },
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError when !IsLost(socket) => Refused(
                shown,
                socket is SocketError.ConnectionRefused ? "connection refused" : Innermost(exception),
                keys
            ),
            HttpRequestError.SecureConnectionError => new AgentError(
                ErrorKind.Tls,
                $"no secure connection to {shown}: {Innermost(exception)}; "
                    + $"check the certificate and the scheme of `{keys.Url}`, or set `{keys.VerifyTls}: false`"
            ),
            HttpRequestError.InvalidResponse
            or HttpRequestError.HttpProtocolError
            or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.VersionNegotiationError => new AgentError(
                ErrorKind.Protocol,
                $"{shown} does not answer in HTTP: {Innermost(exception)}; check `{keys.Url}`"
            ),
            _ => Lost(shown, Innermost(exception)),
        };
    }

    /// <summary>Nobody accepted a connection.</summary>
    public static AgentError Refused(string shown, string reason, HttpKeys? keys = null)
    {
        keys ??= HttpKeys.Http;
        return new AgentError(
            ErrorKind.Refused,
            $"nobody listens at {shown} ({reason}); {keys.Start} or check `{keys.Url}`"
        )
        {
            IsTransient = true,
        };
    }

    /// <summary>The connection broke in the middle of a response.</summary>
    /// <param name="exception">What broke.</param>
    /// <param name="address">The server.</param>
    /// <param name="details">What is known about the place where it broke, or <see langword="null"/>.</param>
    public static AgentError InResponse(Exception exception, Uri? address, JsonObject? details = null) =>
        Causes(exception).OfType<InvalidDataException>().Any()
            ? new AgentError(
                ErrorKind.Protocol,
                $"the response of {HttpAddress.Show(address)} is compressed wrongly: {Innermost(exception)}"
            )
            : Lost(HttpAddress.Show(address), Innermost(exception)) with
            {
                Details = details,
            };

    private static AgentError NoWay(Uri proxy, string shown, string reason) =>
        new(
            ErrorKind.Refused,
            $"the proxy {HttpAddress.Show(proxy)} of the environment does not lead to {shown} ({reason}); "
                + "check `http_proxy` and `https_proxy`, or name the host in `no_proxy`"
        )
        {
            IsTransient = true,
        };

    private static AgentError Lost(string shown, string reason) =>
        new(ErrorKind.ConnectionLost, $"the connection to {shown} broke: {reason}") { IsTransient = true };

    private static bool IsLost(SocketError? socket) =>
        socket is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static string Innermost(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');
}
