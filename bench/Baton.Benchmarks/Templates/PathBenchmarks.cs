using System.Text.Json;
using Baton.Targets.Templates;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Templates;

/// <summary>The answer inside a response, found by a path or by properties.</summary>
[Config(typeof(ShortRuns))]
public class PathBenchmarks
{
    private readonly DataPath _path = DataPath.Parse("choices[0].message.content");
    private readonly DataPath _wildcard = DataPath.Parse("choices[*].message.content");
    private readonly JsonElement _answer = JsonElement.Parse(
        """{"id":"x","usage":{"total_tokens":3},"choices":[{"index":0,"message":{"role":"assistant","content":"fine"}}]}"""
    );

    [Benchmark(Baseline = true, Description = "JsonElement properties")]
    public string? FoundByHand() =>
        _answer.GetProperty("choices"u8)[0].GetProperty("message"u8).GetProperty("content"u8).GetString();

    [Benchmark(Description = "Baton's path")]
    public string? FoundByPath() => _path.GetText(_answer);

    [Benchmark(Description = "Baton's path with a wildcard")]
    public string? FoundByWildcard() => _wildcard.GetText(_answer);
}
