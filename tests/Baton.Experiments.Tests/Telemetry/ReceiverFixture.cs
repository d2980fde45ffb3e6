using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Baton.Experiments.Telemetry.Http;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>A receiver on a free port, and clients of it.</summary>
internal sealed class ReceiverFixture : IAsyncDisposable
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    private readonly OtlpReceiver _receiver;
    private readonly HttpClient _client = new();

    public ReceiverFixture(ReceiverLimits? limits = null, TimeProvider? time = null)
    {
        Collector = new SpanCollector(new TraceIds(sitting: 0xABCD, seed: 1), TimeProvider.System);
        _receiver = new OtlpReceiver(0, Collector, limits ?? ReceiverLimits.Default, time ?? TimeProvider.System);
        _receiver.Start();
    }

    public static CancellationToken Patience { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public SpanCollector Collector { get; }

    public Uri Endpoint => _receiver.Endpoint;

    /// <summary>A span of a run.</summary>
    public static SentSpan Span(RunSpans run, ulong id, string name = "work") =>
        new()
        {
            Trace = run.Trace,
            Id = id,
            Parent = run.Span,
            Name = name,
            Start = 1_000,
            End = 2_000,
        };

    public async Task<(int Status, byte[] Body, HttpResponseMessage Response)> PostAsync(
        byte[] body,
        string contentType = Protobuf,
        string path = "/v1/traces",
        string? encoding = null,
        bool? isChunked = null,
        HttpMethod? method = null
    )
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Post, new Uri(Endpoint, path));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TransferEncodingChunked = isChunked;
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        HttpResponseMessage response = await _client.SendAsync(request, Patience);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(Patience), response);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A bare connection.</summary>
    public async Task<Socket> ConnectAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Endpoint.Host, Endpoint.Port, Patience);
        return socket;
    }

    /// <summary>Sends bytes over a connection of its own and returns everything that comes back.</summary>
    public async Task<string> SayAsync(byte[] bytes, bool thenEnd = true)
    {
        using Socket socket = await ConnectAsync();
        await socket.SendAsync(bytes, Patience);
        if (thenEnd)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return await ReadAllAsync(socket);
    }

    public Task<string> SayAsync(string text, bool thenEnd = true) => SayAsync(Encoding.Latin1.GetBytes(text), thenEnd);

    public static async Task<string> ReadAllAsync(Socket socket)
    {
        StringBuilder said = new();
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer, Patience)) > 0)
            {
                said.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // A reset ends it as well.
        }

        return said.ToString();
    }

    /// <summary>Ends when every connection made so far has ended.</summary>
    public Task WhenQuietAsync() => _receiver.WhenQuietAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }
}
