using System.Net.Security;
using System.Net.Sockets;

namespace Baton.Targets.Containers.Engine;

/// <summary>An open connection to an engine, in the clear or under TLS.</summary>
/// <param name="socket">The connection.</param>
/// <param name="plain">Its bytes.</param>
/// <param name="secured">The same under TLS, or <see langword="null"/>.</param>
internal sealed class EngineConnection(Socket socket, NetworkStream plain, SslStream? secured) : IDisposable
{
    /// <summary>What is read and written.</summary>
    public Stream Stream => (Stream?)secured ?? plain;

    /// <summary>Tells the other side that nothing more comes; what it says can still be read.</summary>
    public async ValueTask CloseInputAsync()
    {
        try
        {
            if (secured is not null)
            {
                await secured.ShutdownAsync().ConfigureAwait(false);
            }
            else
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        secured?.Dispose();
        plain.Dispose();
    }
}
