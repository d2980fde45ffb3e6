using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Baton.Targets.Containers.Engine;

/// <summary>Where an engine listens: a Unix socket, or a host and port, with TLS or without.</summary>
/// <param name="Shown">The address as people write it.</param>
/// <param name="Tls">The certificates, or <see langword="null"/> for a connection in the clear.</param>
internal sealed record EngineAddress(string Shown, EngineTls? Tls = null)
{
    private const string UnixScheme = "unix://";
    private const int UsualPort = 2375;
    private const int UsualTlsPort = 2376;

    /// <summary>The socket's file, or <see langword="null"/> for an address in the network.</summary>
    public string? SocketFile =>
        Shown.StartsWith(UnixScheme, StringComparison.Ordinal) ? Shown[UnixScheme.Length..] : null;

    /// <summary>Whether ports that containers publish on loopback can be reached from here.</summary>
    public bool IsLocal =>
        SocketFile is not null || (Uri.TryCreate(Shown, UriKind.Absolute, out Uri? uri) && IsHere(uri));

    /// <summary>The address that the environment names, else the first of the usual sockets that is there.</summary>
    /// <param name="runtime">Which engine.</param>
    /// <param name="variables">
    /// The environment: <c>DOCKER_HOST</c>, <c>DOCKER_TLS_VERIFY</c>, <c>DOCKER_CERT_PATH</c>, <c>CONTAINER_HOST</c>,
    /// <c>XDG_RUNTIME_DIR</c>, <c>HOME</c>.
    /// </param>
    public static EngineAddress Of(ContainerRuntime runtime, IReadOnlyDictionary<string, string> variables)
    {
        string variable = runtime == ContainerRuntime.Podman ? "CONTAINER_HOST" : "DOCKER_HOST";
        if (variables.TryGetValue(variable, out string? set) && set.Length > 0)
        {
            return new EngineAddress(set, EngineTls.Of(runtime, set, variables));
        }

        List<string> usual = [.. UsualSockets(runtime, variables)];
        return new EngineAddress(UnixScheme + (usual.Find(File.Exists) ?? usual[^1]));
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="EngineException">
    /// Nobody listens there, the address is of a kind that is not spoken, or TLS could not be agreed on.
    /// </exception>
    public async ValueTask<EngineConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (SocketFile is { } file)
        {
            return await ConnectAsync(
                    new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
                    new UnixDomainSocketEndPoint(file),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        if (
            !Uri.TryCreate(Shown, UriKind.Absolute, out Uri? uri)
            || uri.Scheme is not ("tcp" or "http" or "https")
            || uri.Host.Length == 0
        )
        {
            throw new EngineException(
                $"`{Shown}` is no address of an engine that Baton can reach; write `unix:///path/to/socket` or `tcp://host:port`"
            );
        }

        int usualPort = Tls is null ? UsualPort : UsualTlsPort;
        int port = uri.IsDefaultPort ? usualPort : uri.Port;
        return await ConnectAsync(
                new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
                new DnsEndPoint(uri.IdnHost, port),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static bool IsHere(Uri uri) =>
        uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.IdnHost, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static IEnumerable<string> UsualSockets(
        ContainerRuntime runtime,
        IReadOnlyDictionary<string, string> variables
    )
    {
        bool isPodman = runtime == ContainerRuntime.Podman;
        if (variables.TryGetValue("XDG_RUNTIME_DIR", out string? session) && session.Length > 0)
        {
            yield return Path.Combine(session, isPodman ? "podman/podman.sock" : "docker.sock");
        }

        if (!isPodman && variables.TryGetValue("HOME", out string? home) && home.Length > 0)
        {
            yield return Path.Combine(home, ".docker/run/docker.sock");
        }

        yield return isPodman ? "/run/podman/podman.sock" : "/var/run/docker.sock";
    }

    private async ValueTask<EngineConnection> ConnectAsync(
        Socket socket,
        EndPoint place,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await socket.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
            NetworkStream plain = new(socket, ownsSocket: true);
            SslStream? secured = Tls is null
                ? null
                : await Tls.SecureAsync(plain, ((DnsEndPoint)place).Host, cancellationToken).ConfigureAwait(false);
            return new EngineConnection(socket, plain, secured);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new EngineException(refused.Message, status: null, refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
