using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Experiments.Telemetry;

namespace Baton.Experiments.Results.Statistics;

/// <summary>The content of <c>summary.json</c>; see <c>docs/formats/experiment.md</c>.</summary>
public sealed record ExperimentSummary
{
    /// <summary>The version of the folder's formats.</summary>
    public int Version { get; init; } = ExperimentFiles.Version;

    /// <summary>The experiment's name.</summary>
    public string ExperimentName { get; init; } = "";

    /// <summary>The experiment's identifier.</summary>
    public string ExperimentId { get; init; } = "";

    /// <summary>All finished runs.</summary>
    public long TotalTraces { get; init; }

    /// <summary>Runs whose agent answered every turn.</summary>
    public long Successful { get; init; }

    /// <summary>Runs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Runs ended by a guard.</summary>
    public long Limited { get; init; }

    /// <summary>Runs spoilt by the supervisor; left out of rates and durations.</summary>
    public long SimulatorFaults { get; init; }

    /// <summary>Successes among all but the spoilt runs, 0 to 1; absent when there are none.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Where the true rate lies with 95 % confidence.</summary>
    public WilsonInterval? SuccessRateInterval { get; init; }

    /// <summary>The mean wall time of a run in milliseconds.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>Percentiles of the wall time in milliseconds, within 1 %.</summary>
    public Percentiles? DurationMs { get; init; }

    /// <summary>Percentiles of the time to the first piece of output in milliseconds, within 1 %.</summary>
    public Percentiles? FirstOutputMs { get; init; }

    /// <summary>When the first sitting began, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When the last sitting ended, UTC.</summary>
    public DateTime CompletedAt { get; init; }

    /// <summary>All runs of the plan.</summary>
    public long PlannedRuns { get; init; }

    /// <summary>Entries of the inputs left out because of a mistake.</summary>
    public long SkippedInputs { get; init; }

    /// <summary>Runs of the plan that are missing.</summary>
    public long RemainingRuns { get; init; }

    /// <summary>Whether the experiment ended before its plan did.</summary>
    public bool Interrupted { get; init; }

    /// <summary>
    /// Why it ended early: <c>interrupted</c>, <c>budget_cost</c>, <c>budget_tokens</c>, <c>budget_duration</c>,
    /// <c>budget_failures</c>, <c>target_down</c>, <c>write_failed</c> or <c>plan_failed</c>.
    /// </summary>
    public string? InterruptionReason { get; init; }

    /// <summary>Turns the agents were asked to take.</summary>
    public long Turns { get; init; }

    /// <summary>Tokens; absent when nobody reported any.</summary>
    public SummaryTokens? Tokens { get; init; }

    /// <summary>Money in US dollars; absent when nobody reported any.</summary>
    public SummaryCost? Cost { get; init; }

    /// <summary>The OpenTelemetry spans that came during the last sitting; absent when none came.</summary>
    public TelemetryCounts? Telemetry { get; init; }

    /// <summary>How often each kind of error ended a run.</summary>
    public IReadOnlyDictionary<string, long> ErrorKinds { get; init; } = new Dictionary<string, long>();

    /// <summary>The runs of each persona.</summary>
    public IReadOnlyDictionary<string, PersonaSummary> ByPersona { get; init; } =
        new Dictionary<string, PersonaSummary>();

    /// <summary>The runs of each input; of more than 1,000 inputs the 100 with the lowest success rate.</summary>
    public IReadOnlyDictionary<string, InputSummary> ByInput { get; init; } = new Dictionary<string, InputSummary>();

    /// <summary>Says when <see cref="ByInput"/> is not all.</summary>
    public string? ByInputNote { get; init; }

    /// <summary>By k, the chance that at least one of k repetitions succeeds; absent without repetitions.</summary>
    [JsonPropertyName("pass@k")]
    public IReadOnlyDictionary<string, double>? PassAtK { get; init; }

    /// <summary>By k, the chance that all of k repetitions succeed; absent without repetitions.</summary>
    [JsonPropertyName("pass^k")]
    public IReadOnlyDictionary<string, double>? PassHatK { get; init; }

    /// <summary>What the runs depend on.</summary>
    public ExperimentIdentity Identity { get; init; } = new();

    /// <summary>The Baton that wrote the summary.</summary>
    public string BatonVersion { get; init; } = "";

    /// <summary>The configuration as it was used, without secrets.</summary>
    public JsonNode? ConfigSnapshot { get; init; }
}

/// <summary>Percentiles by nearest rank, in milliseconds.</summary>
/// <param name="P50">Half are no longer.</param>
/// <param name="P90">Nine in ten are no longer.</param>
/// <param name="P99">99 in 100 are no longer.</param>
/// <param name="Max">The longest, exact.</param>
public sealed record Percentiles(double P50, double P90, double P99, double Max)
{
    internal static Percentiles? Of(DurationHistogram histogram) =>
        histogram.Maximum is { } maximum
            ? new Percentiles(
                histogram.Percentile(0.5)!.Value,
                histogram.Percentile(0.9)!.Value,
                histogram.Percentile(0.99)!.Value,
                maximum
            )
            : null;
}

/// <summary>Tokens of both sides.</summary>
/// <param name="Agent">The agent's; absent when none were reported.</param>
/// <param name="Supervisor">The supervisor's; absent when none were reported.</param>
public sealed record SummaryTokens(TokenCounts? Agent, TokenCounts? Supervisor)
{
    internal static SummaryTokens? Of(TokenCounts agent, TokenCounts supervisor) =>
        agent.IfAny is null && supervisor.IfAny is null ? null : new SummaryTokens(agent.IfAny, supervisor.IfAny);
}

/// <summary>Cost of both sides in US dollars.</summary>
/// <param name="Agent">The agent's; absent when none was reported.</param>
/// <param name="Supervisor">The supervisor's; absent when none was reported.</param>
/// <param name="Total">What was reported of both.</param>
public sealed record SummaryCost(decimal? Agent, decimal? Supervisor, decimal Total)
{
    internal static SummaryCost? Of(decimal? agent, decimal? supervisor) =>
        Reported.Sum(agent, supervisor) is { } total ? new SummaryCost(agent, supervisor, total) : null;
}

/// <summary>The runs of one persona.</summary>
public sealed record PersonaSummary
{
    /// <summary>All finished runs.</summary>
    public long Total { get; init; }

    /// <summary>Runs whose agent answered every turn.</summary>
    public long Successful { get; init; }

    /// <summary>Runs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Runs ended by a guard.</summary>
    public long Limited { get; init; }

    /// <summary>Runs spoilt by the supervisor.</summary>
    public long SimulatorFaults { get; init; }

    /// <summary>Successes among all but the spoilt runs, 0 to 1.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Where the true rate lies with 95 % confidence.</summary>
    public WilsonInterval? SuccessRateInterval { get; init; }

    /// <summary>The mean wall time of a run in milliseconds.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>The agent's tokens; absent when none were reported.</summary>
    public long? Tokens { get; init; }

    /// <summary>The agent's cost in US dollars; absent when none was reported.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>The runs of one input.</summary>
public sealed record InputSummary
{
    /// <summary>All finished runs.</summary>
    public long Total { get; init; }

    /// <summary>Runs whose agent answered every turn.</summary>
    public long Successful { get; init; }

    /// <summary>Runs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Runs ended by a guard.</summary>
    public long Limited { get; init; }

    /// <summary>Runs spoilt by the supervisor.</summary>
    public long SimulatorFaults { get; init; }

    /// <summary>Successes among all but the spoilt runs, 0 to 1.</summary>
    public double? SuccessRate { get; init; }
}
