using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestSupport;

/// <summary>A TCP server on a free loopback port that says exactly what a test wants, however wrong.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<Socket, CancellationToken, Task> _handler;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <summary>Starts the server; the handler gets each connection and may do what it likes.</summary>
    public RawServer(Func<Socket, CancellationToken, Task> handler)
    {
        _handler = handler;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The server's address, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>How many connections were made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Starts a server that reads a request, sends pieces one by one, and closes the connection.</summary>
    public static RawServer Sending(params string[] pieces) =>
        new(
            async (socket, cancellationToken) =>
            {
                await ReadRequestAsync(socket, cancellationToken);
                foreach (string piece in pieces)
                {
                    await socket.SendAsync(Encoding.Latin1.GetBytes(piece), cancellationToken);
                }

                socket.Shutdown(SocketShutdown.Send);
            }
        );

    /// <summary>A loopback address where nobody listens.</summary>
    public static string RefusingUrl()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    /// <summary>Reads until the request's head is there; bodies in these tests fit into one packet.</summary>
    public static async Task ReadRequestAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        StringBuilder head = new();
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    /// <summary>Ends a connection with a reset instead of an orderly close.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            _connections.Add(HandleAsync(socket));
        }
    }

    private async Task HandleAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _handler(socket, _stopping.Token);
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
