using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Baton.Targets.Streaming;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Streams;

/// <summary>A stream of 1,000 events: read by lines, by .NET's parser, by Baton's, and to the text each event holds.</summary>
[Config(typeof(ShortRuns))]
public class ServerSentEventsBenchmarks
{
    private const int Events = 1000;
    private readonly byte[] _stream = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, Events).Select(number => $"data: {{\"delta\":\"word {number:D4} \"}}\n\n"))
    );

    [Benchmark(Baseline = true, Description = "StreamReader lines + JsonDocument", OperationsPerInvoke = Events)]
    public async Task<int> LinesAndDocuments()
    {
        using StreamReader lines = new(new MemoryStream(_stream));
        int length = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using JsonDocument item = JsonDocument.Parse(line.AsMemory(6));
                length += item.RootElement.GetProperty("delta"u8).GetString()!.Length;
            }
        }

        return length;
    }

    [Benchmark(Description = ".NET's SseParser + JsonDocument", OperationsPerInvoke = Events)]
    public async Task<int> DotNetParser()
    {
        using MemoryStream stream = new(_stream);
        int length = 0;
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
        {
            using JsonDocument document = JsonDocument.Parse(item.Data);
            length += document.RootElement.GetProperty("delta"u8).GetString()!.Length;
        }

        return length;
    }

    [Benchmark(Description = "Baton: events", OperationsPerInvoke = Events)]
    public async Task<int> BatonEvents()
    {
        using MemoryStream stream = new(_stream);
        using ServerSentEvents events = new(stream, 1024 * 1024);
        int length = 0;
        while (await events.ReadAsync(CancellationToken.None) == StreamRead.Item)
        {
            length += events.Data.Length;
        }

        return length;
    }

    [Benchmark(Description = "Baton: events and their text", OperationsPerInvoke = Events)]
    public async Task<int> BatonText()
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
}
