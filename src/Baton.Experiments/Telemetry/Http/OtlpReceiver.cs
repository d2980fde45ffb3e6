using System.Net;
using System.Net.Sockets;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>
/// Takes exports of OpenTelemetry (OTLP over HTTP, in protobuf or JSON) on loopback. Traces go to a collector; metrics
/// and logs are answered and thrown away.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan BreatheAfterError = TimeSpan.FromMilliseconds(100);
    private readonly Socket _listener;
    private readonly ReceiverLimits _limits;
    private readonly TimeProvider _time;
    private readonly HeldBytes _held;
    private readonly ExportRequests _requests;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _serving = [];
    private Task _accepting = Task.CompletedTask;

    /// <summary>Takes a port, so that its address can be told; nobody is served before <see cref="Start"/>.</summary>
    /// <param name="port">The port, or 0 for any that is free.</param>
    /// <param name="collector">Where spans go.</param>
    /// <param name="limits">What exporters may ask.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public OtlpReceiver(int port, SpanCollector collector, ReceiverLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _held = new HeldBytes(limits.BytesAtOnce);
        _requests = new ExportRequests(collector, limits, _held);
        _places = new SemaphoreSlim(limits.Connections);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Endpoint = new Uri($"http://{_listener.LocalEndPoint}");
    }

    /// <summary>Where exports go, for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Begins to serve.</summary>
    public void Start() => _accepting = Task.Run(AcceptAsync);

    /// <summary>
    /// Ends when every connection made so far has ended. Of clients that are gone by now, nothing comes after that.
    /// </summary>
    /// <exception cref="SocketException">Nobody listens any more.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WhenQuietAsync(CancellationToken cancellationToken)
    {
        // Connections are accepted one after the other: once this one was, those before it are known.
        using Socket last = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await last.ConnectAsync(Endpoint.Host, Endpoint.Port, cancellationToken).ConfigureAwait(false);
        last.Shutdown(SocketShutdown.Send);
        await last.ReceiveAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        Task everyone;
        lock (_gate)
        {
            everyone = Task.WhenAll(_serving);
        }

        await everyone.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _places.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
                Socket socket = await AcceptOneAsync().ConfigureAwait(false);
                Add(Task.Run(() => ServeAsync(socket), CancellationToken.None));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(_serving).ConfigureAwait(false);
    }

    private void Add(Task serving)
    {
        lock (_gate)
        {
            _serving.RemoveAll(served => served.IsCompleted);
            _serving.Add(serving);
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                return socket;
            }
            catch (SocketException) when (!_stopping.IsCancellationRequested)
            {
                // A client that gave up, or no file descriptor left: neither is a reason to stop listening.
                await Task.Delay(BreatheAfterError, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await new ExportConnection(socket, _requests, _limits, _held, _time)
                .ServeAsync(_stopping.Token)
                .ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
