namespace Baton.Cli.Compare;

/// <summary>The names of the numbers that are compared, known without loading what compares them.</summary>
internal static class MetricWords
{
    public static IReadOnlyList<string> All { get; } =
    ["pass_rate", "score", "latency_mean", "latency_p50", "latency_p90", "tokens", "cost", "turns"];
}
