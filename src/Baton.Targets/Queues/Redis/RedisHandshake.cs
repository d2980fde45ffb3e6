using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>Opens connections to a Redis server and introduces Baton to it.</summary>
/// <param name="address">The server.</param>
/// <param name="verifyTls">Whether its certificate must be valid.</param>
internal sealed class RedisHandshake(RedisAddress address, bool verifyTls)
{
    /// <summary>The server.</summary>
    public RedisAddress Address => address;

    /// <summary>Opens a connection that is ready for commands.</summary>
    /// <exception cref="QueueException">The server does not let Baton in.</exception>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS could not be agreed on.</exception>
    /// <exception cref="RespConnectionException">The connection broke, or the server still loads its data.</exception>
    public async ValueTask<RespConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        RespConnection connection = new(await OpenAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await IntroduceAsync(connection).WaitAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Socket socket = address.Host is null
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (address.Host is null)
            {
                await socket
                    .ConnectAsync(new UnixDomainSocketEndPoint(address.SocketPath), cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            }

            NetworkStream plain = new(socket, ownsSocket: true);
            return address.IsSecure ? await SecureAsync(plain, cancellationToken).ConfigureAwait(false) : plain;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Asked for with `verify_tls: false`.")]
    [SuppressMessage("Security", "MA0039", Justification = "The same.")]
    private async ValueTask<Stream> SecureAsync(NetworkStream plain, CancellationToken cancellationToken)
    {
        SslStream secured = new(plain);
        try
        {
            SslClientAuthenticationOptions options = new()
            {
                TargetHost = address.Host,
                RemoteCertificateValidationCallback = verifyTls ? null : (_, _, _, _) => true,
            };
            await secured.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (IOException broken)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new System.Security.Authentication.AuthenticationException(broken.Message, broken);
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // HELLO is asked for without credentials in it, so that a server older than 6 can still be told them by AUTH.
    private async Task IntroduceAsync(RespConnection connection)
    {
        if (address.Password is { } password)
        {
            Check(
                address.User is { } user
                    ? await connection.SendAsync("AUTH", user, password).ConfigureAwait(false)
                    : await connection.SendAsync("AUTH", password).ConfigureAwait(false)
            );
        }

        RespValue hello = await connection.SendAsync("HELLO", 3).ConfigureAwait(false);
        if (hello.IsError && !hello.Text.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            Check(hello);
        }

        if (address.Database != 0)
        {
            Check(await connection.SendAsync("SELECT", address.Database).ConfigureAwait(false));
        }

        Check(await connection.SendAsync("PING").ConfigureAwait(false));
    }

    private void Check(RespValue reply)
    {
        if (reply.IsError)
        {
            throw RedisFailure.Passes(reply)
                ? new RespConnectionException(new IOException(reply.Text))
                : new QueueException(RedisFailure.Refused(reply, address));
        }
    }
}
