using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Streams;

/// <summary>1,000 lines of an agent's process: read by hand, and decoded to what they say.</summary>
[Config(typeof(ShortRuns))]
public class JsonLinesBenchmarks
{
    private const int Lines = 1000;
    private readonly byte[] _stream = Encoding.UTF8.GetBytes(
        string.Concat(
            Enumerable
                .Range(0, Lines)
                .Select(number => $"{{\"type\":\"final\",\"id\":{number},\"output\":\"fine, thank you\"}}\n")
        )
    );

    [Benchmark(Baseline = true, Description = "StreamReader lines + JsonDocument", OperationsPerInvoke = Lines)]
    public async Task<int> LinesAndDocuments()
    {
        using StreamReader lines = new(new MemoryStream(_stream));
        int length = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            using JsonDocument item = JsonDocument.Parse(line);
            length += item.RootElement.GetProperty("output"u8).GetString()!.Length;
        }

        return length;
    }

    [Benchmark(Description = "Baton: lines decoded", OperationsPerInvoke = Lines)]
    public async Task<int> BatonLines()
    {
        using MemoryStream stream = new(_stream);
        using LineReader reader = new(stream);
        AgentLineDecoder decoder = new(streamOutputPath: null);
        int length = 0;
        do
        {
            while (reader.TryRead(out OutputLine line))
            {
                AgentLine said = decoder.Decode(line.Bytes);
                length += said switch
                {
                    EndLine { Answer.Output: { } output } => output.Length,
                    EventLine { Event: TextEvent text } => text.Content.Length,
                    _ => throw new InvalidDataException("another line was expected"),
                };
            }
        } while (await reader.FillAsync(CancellationToken.None));

        return length;
    }
}
