using System.Net.Sockets;

namespace Baton.Targets.Containers.Engine;

/// <summary>Where an engine listens: a Unix socket, or a host and port.</summary>
/// <param name="Shown">The address as people write it.</param>
internal sealed record EngineAddress(string Shown)
{
    private const string UnixScheme = "unix://";
    private const int UsualPort = 2375;

    /// <summary>The address of an engine from the environment, else its usual one.</summary>
    /// <param name="runtime">Which engine.</param>
    /// <param name="variables">The environment: <c>DOCKER_HOST</c>, <c>CONTAINER_HOST</c>, <c>XDG_RUNTIME_DIR</c>.</param>
    public static EngineAddress Of(ContainerRuntime runtime, IReadOnlyDictionary<string, string> variables)
    {
        string variable = runtime == ContainerRuntime.Podman ? "CONTAINER_HOST" : "DOCKER_HOST";
        if (variables.TryGetValue(variable, out string? set) && set.Length > 0)
        {
            return new EngineAddress(set);
        }

        if (runtime == ContainerRuntime.Docker)
        {
            return new EngineAddress(UnixScheme + "/var/run/docker.sock");
        }

        string own = variables.TryGetValue("XDG_RUNTIME_DIR", out string? folder)
            ? Path.Combine(folder, "podman/podman.sock")
            : "";
        return new EngineAddress(UnixScheme + (File.Exists(own) ? own : "/run/podman/podman.sock"));
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="EngineException">The address is of a kind that is not spoken.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        bool isUnix = Shown.StartsWith(UnixScheme, StringComparison.Ordinal);
        if (!isUnix && !(Uri.TryCreate(Shown, UriKind.Absolute, out Uri? uri) && uri.Scheme is "tcp" or "http"))
        {
            throw new EngineException(
                $"`{Shown}` is no address of an engine that Baton can reach; write `unix:///path` or `tcp://host:port`"
            );
        }

        Socket socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (isUnix)
            {
                await socket
                    .ConnectAsync(new UnixDomainSocketEndPoint(Shown[UnixScheme.Length..]), cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                Uri address = new(Shown);
                await socket
                    .ConnectAsync(address.Host, address.Port > 0 ? address.Port : UsualPort, cancellationToken)
                    .ConfigureAwait(false);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An engine cannot be reached, or refuses.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
internal sealed class EngineException(string message, Exception? innerException = null)
    : Exception(message, innerException);
