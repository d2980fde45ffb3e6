using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Acceptance.Tests;

/// <summary>
/// A proxy that notes what it is asked for. Whatever host a tunnel is asked for, it leads to one port on loopback; plain
/// requests it answers itself.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly RawServer _server;
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Starts the proxy.</summary>
    /// <param name="port">Where tunnels lead.</param>
    public RecordingProxy(int port) =>
        _server = new RawServer(
            async (socket, token) =>
            {
                string request = await ReadLineAsync(socket, token);
                _requests.Enqueue(request);
                if (request.StartsWith("CONNECT ", StringComparison.Ordinal))
                {
                    using TcpClient server = new();
                    await server.ConnectAsync(IPAddress.Loopback, port, token);
                    await socket.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), token);
                    await TunnelAsync(socket, server.Client, token);
                }
                else
                {
                    await socket.SendAsync(
                        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nthe proxy"u8.ToArray(),
                        token
                    );
                }
            }
        );

    public string Url => _server.Url;

    /// <summary>The first line of every request, in order, without its HTTP version.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> ReadLineAsync(Socket socket, CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[16 * 1024];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return "nothing";
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return head.ToString().Split(" HTTP/")[0];
    }

    private static async Task TunnelAsync(Socket client, Socket server, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] ways = [CopyAsync(client, server), CopyAsync(server, client)];
        await Task.WhenAny(ways);
        await either.CancelAsync();
        await Task.WhenAll(ways);

        async Task CopyAsync(Socket from, Socket to)
        {
            byte[] buffer = new byte[16 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer, either.Token) is var read and > 0)
                {
                    await to.SendAsync(buffer.AsMemory(0, read), either.Token);
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // One of the two ends is gone.
            }
        }
    }
}
