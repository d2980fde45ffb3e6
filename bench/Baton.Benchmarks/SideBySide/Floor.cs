using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Baton.Benchmarks.SideBySide;

/// <summary>The least a program could do for the same calls: no configuration, no record, no limits.</summary>
internal static class Floor
{
    /// <summary>
    /// <c>floor http|sse|chat|a2a|websocket URL</c>, <c>floor pipe COMMAND</c>, <c>floor acp SCRIPT</c>, <c>floor attach IMAGE</c>,
    /// <c>floor redis PORT</c> or <c>floor call -</c>, each followed by <c>RUNS CONCURRENCY</c>; prints seconds.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int runs = int.Parse(args[2], CultureInfo.InvariantCulture);
        int concurrency = int.Parse(args[3], CultureInfo.InvariantCulture);
        double seconds = args[0] switch
        {
            "http" => await HttpAsync(args[1], runs, concurrency),
            "sse" or "chat" or "a2a" => await StreamFloor.MeasureAsync(args[0], args[1], runs, concurrency),
            "websocket" => await WebSocketAsync(args[1], runs, concurrency),
            "pipe" => await PipeAsync(args[1], runs, concurrency),
            "attach" => await AttachedFloor.MeasureAsync(args[1], runs, concurrency),
            "redis" => await RedisRoundTrip.MeasureAsync(args[1], runs, concurrency),
            "acp" => await AcpFloor.MeasureAsync(args[1], runs, concurrency),
            "call" => await DirectAgent.MeasureAsync(runs, concurrency),
            _ => throw new ArgumentException($"unknown floor `{args[0]}`"),
        };
        await Console.Out.WriteLineAsync(seconds.ToString("F3", CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<double> HttpAsync(string url, int runs, int concurrency)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false });
        int next = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(LoopAsync)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) <= runs)
            {
                using ByteArrayContent content = new("""{"input":"how are you?"}"""u8.ToArray());
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using HttpResponseMessage response = await client.PostAsync(new Uri(url), content);
                byte[] body = await response.Content.ReadAsByteArrayAsync();
                if (body.Length == 0)
                {
                    throw new InvalidDataException("empty answer");
                }
            }
        }
    }

    /// <summary>One connection a run, as a conversation has it: open, ask, read the answer, say goodbye.</summary>
    private static async Task<double> WebSocketAsync(string url, int runs, int concurrency)
    {
        using HttpMessageInvoker invoker = new(new SocketsHttpHandler { UseCookies = false });
        int next = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(LoopAsync)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task LoopAsync()
        {
            byte[] buffer = new byte[4096];
            while (Interlocked.Increment(ref next) <= runs)
            {
                using ClientWebSocket socket = new();
                await socket.ConnectAsync(new Uri(url), invoker, CancellationToken.None);
                await socket.SendAsync(
                    "{\"input\":\"how are you?\"}"u8.ToArray(),
                    WebSocketMessageType.Text,
                    endOfMessage: true,
                    CancellationToken.None
                );
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                } while (!part.EndOfMessage);

                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
        }
    }

    private static async Task<double> PipeAsync(string command, int runs, int concurrency)
    {
        string[] words = command.Split(' ');
        using Process agent = Process.Start(
            new ProcessStartInfo(words[0], words[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        using SemaphoreSlim slots = new(concurrency);
        ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int answered = 0;
        long started = Stopwatch.GetTimestamp();
        Task reading = Task.Run(async () =>
        {
            while (answered < runs && await agent.StandardOutput.ReadLineAsync() is { } line)
            {
                using JsonDocument answer = JsonDocument.Parse(line);
                if (
                    answer.RootElement.GetProperty("type").ValueEquals("final"u8)
                    && waiting.TryRemove(answer.RootElement.GetProperty("id").GetString()!, out _)
                )
                {
                    answered++;
                    slots.Release();
                }
            }

            all.SetResult();
        });
        for (int run = 0; run < runs; run++)
        {
            await slots.WaitAsync();
            string id = run.ToString(CultureInfo.InvariantCulture);
            waiting[id] = true;
            await agent.StandardInput.BaseStream.WriteAsync(
                Encoding.UTF8.GetBytes($"{{\"type\":\"input\",\"id\":\"{id}\",\"input\":\"how are you?\"}}\n")
            );
            await agent.StandardInput.BaseStream.FlushAsync();
        }

        await all.Task;
        await reading;
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        agent.StandardInput.Close();
        await agent.WaitForExitAsync();
        return seconds;
    }
}
