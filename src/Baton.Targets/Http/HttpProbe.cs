using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>Finds out whether somebody listens at an address.</summary>
internal sealed class HttpProbe
{
    private readonly bool _verifyTls;
    private readonly TimeProvider _time;
    private readonly HttpKeys? _keys;

    /// <summary>Makes a probe; opens nothing.</summary>
    /// <param name="url">The address, a template.</param>
    /// <param name="verifyTls">Whether the server's certificate must be valid.</param>
    /// <param name="time">The clock of the time-out.</param>
    /// <param name="keys">The settings to name; default those of <c>http:</c>.</param>
    public HttpProbe(string url, bool verifyTls, TimeProvider time, HttpKeys? keys = null)
    {
        Address = new Uri(Template.Parse(url).Render(Nobody.Scope, _ => "…"));
        _verifyTls = verifyTls;
        _time = time;
        _keys = keys;
    }

    /// <summary>The server's address, with dots in place of what changes from turn to turn.</summary>
    public Uri Address { get; }

    /// <summary>Opens and closes a connection.</summary>
    /// <returns><see langword="null"/> when that worked, otherwise why not.</returns>
    public async ValueTask<AgentError?> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(HttpConnections.ConnectTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellationToken
        );
        try
        {
            await ConnectAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpFailure.Refused(
                HttpAddress.Show(Address),
                $"no connection within {HttpConnections.ConnectTimeout.TotalSeconds:0} s",
                _keys
            );
        }
        catch (SocketException exception)
        {
            HttpRequestError error = exception.SocketErrorCode
                is SocketError.HostNotFound
                    or SocketError.NoData
                    or SocketError.TryAgain
                ? HttpRequestError.NameResolutionError
                : HttpRequestError.ConnectionError;
            return HttpFailure.Of(new HttpRequestException(error, exception.Message, exception), Address, _keys);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return HttpFailure.Of(
                new HttpRequestException(HttpRequestError.SecureConnectionError, exception.Message, exception),
                Address,
                _keys
            );
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Uri? proxy = HttpAddress.Proxy(Address);
        Uri server = proxy ?? Address;
        using TcpClient client = new();
        await client.ConnectAsync(server.IdnHost.Trim('[', ']'), server.Port, cancellationToken).ConfigureAwait(false);
        if (proxy is null && HttpAddress.IsSecure(Address))
        {
            SslStream secured = new(client.GetStream());
            await using (secured.ConfigureAwait(false))
            {
                await secured.AuthenticateAsClientAsync(Tls(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Asked for with `verify_tls: false`.")]
    [SuppressMessage("Security", "MA0039", Justification = "The same.")]
    private SslClientAuthenticationOptions Tls() =>
        new()
        {
            TargetHost = Address.IdnHost,
            RemoteCertificateValidationCallback = _verifyTls ? null : (_, _, _, _) => true,
        };
}
