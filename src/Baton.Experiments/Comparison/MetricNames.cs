namespace Baton.Experiments.Comparison;

/// <summary>The names of the numbers that are compared.</summary>
public static class MetricNames
{
    /// <summary>The share of runs that pass.</summary>
    public const string PassRate = "pass_rate";

    /// <summary>The mean of the evaluation's aggregate score.</summary>
    public const string Score = "score";

    /// <summary>The mean wall time of a run.</summary>
    public const string LatencyMean = "latency_mean";

    /// <summary>The wall time half of the runs stay within.</summary>
    public const string LatencyP50 = "latency_p50";

    /// <summary>The wall time nine runs in ten stay within.</summary>
    public const string LatencyP90 = "latency_p90";

    /// <summary>The mean of the agent's tokens.</summary>
    public const string Tokens = "tokens";

    /// <summary>The mean of the agent's cost.</summary>
    public const string Cost = "cost";

    /// <summary>The mean of the turns the agent was asked to take.</summary>
    public const string Turns = "turns";

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<string> All { get; } =
    [PassRate, Score, LatencyMean, LatencyP50, LatencyP90, Tokens, Cost, Turns];
}
