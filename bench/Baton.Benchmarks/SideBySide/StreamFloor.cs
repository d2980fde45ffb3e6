using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Baton.Benchmarks.SideBySide;

/// <summary>The least a client of a stream could do: each event as it comes, its JSON read, its text put together.</summary>
internal static class StreamFloor
{
    /// <summary>The seconds that so many runs take, so many of them in flight.</summary>
    public static async Task<double> MeasureAsync(string kind, string url, int runs, int concurrency)
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
                using HttpRequestMessage request = new(HttpMethod.Post, new Uri(url));
                request.Content = new ByteArrayContent("""{"input":"how are you?"}"""u8.ToArray());
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using HttpResponseMessage response = await client.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead
                );
                await using Stream stream = await response.Content.ReadAsStreamAsync();
                StringBuilder answer = new();
                SseParser<string?> events = SseParser.Create(stream, (_, data) => TextOf(kind, data));
                await foreach (SseItem<string?> item in events.EnumerateAsync())
                {
                    answer.Append(item.Data);
                }

                if (answer.Length == 0)
                {
                    throw new InvalidDataException("empty answer");
                }
            }
        }
    }

    private static string? TextOf(string kind, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        Utf8JsonReader reader = new(data);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement item = document.RootElement;
        return kind switch
        {
            "sse" => item.GetProperty("delta").GetString(),
            "chat" => item.GetProperty("choices") is var choices
            && choices.GetArrayLength() > 0
            && choices[0].GetProperty("delta").TryGetProperty("content", out JsonElement content)
                ? content.GetString()
                : null,
            _ => item.GetProperty("result").TryGetProperty("artifact", out JsonElement artifact)
                ? artifact.GetProperty("parts")[0].GetProperty("text").GetString()
                : null,
        };
    }
}
