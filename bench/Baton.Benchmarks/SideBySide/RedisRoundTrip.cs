using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Baton.Benchmarks.SideBySide;

/// <summary>Requests over Redis lists with nothing around them: a worker and a client on raw sockets.</summary>
internal static class RedisRoundTrip
{
    private const string Requests = "bench:requests";

    /// <summary><c>redis-worker PORT</c>: takes a request, pushes the answer, until the server or its input ends.</summary>
    public static async Task<int> WorkAsync(string[] args)
    {
        using RawRedis redis = await RawRedis.ConnectAsync(args[0]);
        await Console.Out.WriteLineAsync("working");
        try
        {
            while (true)
            {
                redis.Add("BRPOP", Requests, "0");
                await redis.SendAsync();
                using JsonDocument request = JsonDocument.Parse(await redis.ReadPoppedAsync());
                redis.Add(
                    "LPUSH",
                    request.RootElement.GetProperty("reply_to").GetString()!,
                    $$"""{"type":"final","id":"{{request.RootElement.GetProperty("id").GetString()}}","output":"fine"}"""
                );
                await redis.SendAsync();
                await redis.ReadLineAsync();
            }
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The client: one connection for each request in flight, both commands in one packet.</summary>
    /// <returns>Seconds.</returns>
    public static async Task<double> MeasureAsync(string port, int runs, int concurrency)
    {
        int next = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(LoopAsync));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task LoopAsync(int slot)
        {
            using RawRedis redis = await RawRedis.ConnectAsync(port);
            string replies = $"bench:replies:{slot}";
            while (Interlocked.Increment(ref next) is var run && run <= runs)
            {
                redis.Add("LPUSH", Requests, $$"""{"id":"{{run}}","reply_to":"{{replies}}","input":"how are you?"}""");
                redis.Add("BRPOP", replies, "0");
                await redis.SendAsync();
                await redis.ReadLineAsync();
                using JsonDocument answer = JsonDocument.Parse(await redis.ReadPoppedAsync());
                if (answer.RootElement.GetProperty("output").GetString() is not "fine")
                {
                    throw new InvalidDataException("wrong answer");
                }
            }
        }
    }

    /// <summary>A socket that speaks as much of the protocol as is needed here.</summary>
    private sealed class RawRedis : IDisposable
    {
        private readonly NetworkStream _stream;
        private readonly StreamReader _reader;
        private readonly StringBuilder _commands = new();

        private RawRedis(NetworkStream stream)
        {
            _stream = stream;
            _reader = new StreamReader(stream, Encoding.Latin1);
        }

        public static async Task<RawRedis> ConnectAsync(string port)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", int.Parse(port, provider: null));
            return new RawRedis(new NetworkStream(socket, ownsSocket: true));
        }

        public void Add(params string[] words)
        {
            _commands.Append('*').Append(words.Length).Append("\r\n");
            foreach (string word in words)
            {
                _commands.Append('$').Append(word.Length).Append("\r\n").Append(word).Append("\r\n");
            }
        }

        public async Task SendAsync()
        {
            byte[] bytes = Encoding.Latin1.GetBytes(_commands.ToString());
            _commands.Clear();
            await _stream.WriteAsync(bytes);
        }

        public async Task<string> ReadLineAsync() =>
            await _reader.ReadLineAsync() ?? throw new EndOfStreamException("the server went away");

        /// <summary>The value of a list's name and a value.</summary>
        public async Task<string> ReadPoppedAsync()
        {
            for (int line = 0; line < 4; line++)
            {
                await ReadLineAsync();
            }

            return await ReadLineAsync();
        }

        public void Dispose()
        {
            _reader.Dispose();
            _stream.Dispose();
        }
    }
}
