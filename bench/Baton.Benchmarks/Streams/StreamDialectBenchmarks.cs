using System.Text;
using System.Text.Json;
using Baton.Targets.Streaming;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Streams;

/// <summary>1,000 chunks of a chat model: read for their text alone, and with the preset that explains them.</summary>
[Config(typeof(ShortRuns))]
public class StreamDialectBenchmarks
{
    private const int Chunks = 1000;
    private readonly byte[] _stream = Encoding.UTF8.GetBytes(
        string.Concat(
            Enumerable
                .Range(0, Chunks)
                .Select(number =>
                    $"data: {{\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"word {number:D4} \"}}}}]}}\n\n"
                )
        )
    );

    [Benchmark(Baseline = true, Description = "Baton: events + JsonDocument", OperationsPerInvoke = Chunks)]
    public async Task<int> Documents()
    {
        using MemoryStream stream = new(_stream);
        using ServerSentEvents events = new(stream, 1024 * 1024);
        int length = 0;
        while (await events.ReadAsync(CancellationToken.None) == StreamRead.Item)
        {
            using JsonDocument item = JsonDocument.Parse(events.Data);
            JsonElement delta = item.RootElement.GetProperty("choices"u8)[0].GetProperty("delta"u8);
            length += delta.GetProperty("content"u8).GetString()!.Length;
        }

        return length;
    }

    [Benchmark(Description = "Baton: their text", OperationsPerInvoke = Chunks)]
    public async Task<int> Text()
    {
        using MemoryStream stream = new(_stream);
        using ServerSentEvents events = new(stream, 1024 * 1024);
        StreamInterpreter interpreter = new(path: null, errorPath: null, alwaysJson: false);
        int length = 0;
        while (await events.ReadAsync(CancellationToken.None) == StreamRead.Item)
        {
            length += interpreter.Read(events.Data).Text.Length;
        }

        return length;
    }

    [Benchmark(Description = "Baton: openai-chat", OperationsPerInvoke = Chunks)]
    public async Task<int> Preset()
    {
        using MemoryStream stream = new(_stream);
        using ServerSentEvents events = new(stream, 1024 * 1024);
        DialectReading reading = new(
            new StreamRules { Stream = new StreamOptions { Preset = StreamPreset.OpenAIChat } }
        );
        int number = 0;
        while (await events.ReadAsync(CancellationToken.None) == StreamRead.Item)
        {
            reading.Take(events.Name, events.Data, ++number);
        }

        return reading.Turn.Answer!.Length;
    }
}
