using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>The content of an evaluation's <c>summary.json</c>; see <c>docs/formats/evaluation.md</c>.</summary>
public sealed record EvaluationSummary
{
    /// <summary>The version of the evaluation's files.</summary>
    public int Version { get; init; } = EvaluationFiles.Version;

    /// <summary>The experiment's name.</summary>
    public string ExperimentName { get; init; } = "";

    /// <summary>The experiment's identifier.</summary>
    public string ExperimentId { get; init; } = "";

    /// <summary>When it was evaluated, UTC.</summary>
    public DateTime EvaluatedAt { get; init; }

    /// <summary>How long that took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>What the evaluation was to find out, or <see langword="null"/>.</summary>
    public string? Goal { get; init; }

    /// <summary>How many traces there are and what became of them.</summary>
    public TraceCounts Traces { get; init; } = new();

    /// <summary>Runs the experiment has, where only some of them were looked at (<c>--limit</c>, or it is not complete).</summary>
    public long? PlannedRuns { get; init; }

    /// <summary>Passed traces among those with a verdict, 0 to 1; absent when there are none.</summary>
    public double? PassRate { get; init; }

    /// <summary>Where the true rate lies with 95 % confidence.</summary>
    public WilsonInterval? PassRateInterval { get; init; }

    /// <summary>The mean of the aggregate scores, 0 to 1; absent when there are none.</summary>
    public double? MeanScore { get; init; }

    /// <summary>How the scores were put together.</summary>
    public AggregateFacts Aggregate { get; init; } = new("weighted_sum", 0);

    /// <summary>The evaluators, in the order of the configuration.</summary>
    public IReadOnlyList<EvaluatorSummary> Evaluators { get; init; } = [];

    /// <summary>The traces of each persona, those without one under <c>(none)</c>; absent when that was not wanted.</summary>
    public IReadOnlyDictionary<string, PersonaEvaluation>? ByPersona { get; init; }

    /// <summary>What all evaluators together spent; absent when no model was asked and nothing was reported.</summary>
    public JudgeSpending? Judges { get; init; }

    /// <summary>Why evaluators could not judge, the most frequent first; at most 100.</summary>
    public IReadOnlyList<ErrorCount> Errors { get; init; } = [];

    /// <summary>The Baton that evaluated.</summary>
    public string BatonVersion { get; init; } = "";
}

/// <summary>How many traces there are and what became of them.</summary>
public sealed record TraceCounts
{
    /// <summary>All traces looked at.</summary>
    public long Total { get; init; }

    /// <summary>Traces that pass.</summary>
    public long Passed { get; init; }

    /// <summary>Traces that do not.</summary>
    public long Failed { get; init; }

    /// <summary>Traces without a verdict: nothing applied, or evaluators could not judge.</summary>
    public long Unjudged { get; init; }

    /// <summary>Traces spoilt by the simulated user; not evaluated.</summary>
    public long SimulatorFaults { get; init; }
}

/// <summary>How the scores of a trace were put together.</summary>
/// <param name="Method"><c>weighted_sum</c>, <c>average</c>, <c>all</c> or <c>min</c>.</param>
/// <param name="Threshold">From which score on a trace passes; not used by <c>all</c>.</param>
public sealed record AggregateFacts(string Method, double Threshold);

/// <summary>What one evaluator said.</summary>
public sealed record EvaluatorSummary
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>rule_based</c>, <c>llm_judge</c>, <c>python</c> or <c>dotnet</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its weight.</summary>
    public double Weight { get; init; }

    /// <summary>Traces that pass.</summary>
    public long Pass { get; init; }

    /// <summary>Traces that do not.</summary>
    public long Fail { get; init; }

    /// <summary>Traces it could not judge.</summary>
    public long Error { get; init; }

    /// <summary>Traces it was not asked about, or had nothing to say of.</summary>
    public long Skipped { get; init; }

    /// <summary>Passed traces among those it judged, 0 to 1.</summary>
    public double? PassRate { get; init; }

    /// <summary>Where the true rate lies with 95 % confidence.</summary>
    public WilsonInterval? PassRateInterval { get; init; }

    /// <summary>The mean of its scores, 0 to 1.</summary>
    public double? Mean { get; init; }

    /// <summary>The checks of a <c>rule_based</c> evaluator by name, in their order; absent for others.</summary>
    public IReadOnlyDictionary<string, CheckCounts>? Checks { get; init; }

    /// <summary>Scores taken from the cache; absent when there are none.</summary>
    public long? Cached { get; init; }

    /// <summary>Tokens it spent; absent when none were reported.</summary>
    public TokenCounts? Tokens { get; init; }

    /// <summary>What it cost in US dollars; absent when nothing was reported.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>What one check said.</summary>
/// <param name="Pass">Traces it holds for.</param>
/// <param name="Fail">Traces it does not hold for.</param>
/// <param name="Error">Traces it could not be carried out for.</param>
/// <param name="Skipped">Traces it does not apply to.</param>
public sealed record CheckCounts(long Pass, long Fail, long Error, long Skipped);

/// <summary>The traces of one persona.</summary>
public sealed record PersonaEvaluation
{
    /// <summary>All traces of the persona that were evaluated.</summary>
    public long Total { get; init; }

    /// <summary>Traces that pass.</summary>
    public long Passed { get; init; }

    /// <summary>Traces that do not.</summary>
    public long Failed { get; init; }

    /// <summary>Traces without a verdict.</summary>
    public long Unjudged { get; init; }

    /// <summary>Passed traces among those with a verdict, 0 to 1.</summary>
    public double? PassRate { get; init; }

    /// <summary>Where the true rate lies with 95 % confidence.</summary>
    public WilsonInterval? PassRateInterval { get; init; }

    /// <summary>The mean of the aggregate scores, 0 to 1.</summary>
    public double? MeanScore { get; init; }

    /// <summary>The mean score of each evaluator that judged any of them.</summary>
    public IReadOnlyDictionary<string, double> Evaluators { get; init; } = new Dictionary<string, double>();
}

/// <summary>What evaluators spent.</summary>
/// <param name="Calls">Calls to models, those that failed included.</param>
/// <param name="Scores">Scores that tell what they spent.</param>
/// <param name="Cached">Scores taken from the cache.</param>
/// <param name="Tokens">Tokens; absent when none were reported.</param>
/// <param name="Cost">US dollars; absent when nothing was reported.</param>
public sealed record JudgeSpending(long Calls, long Scores, long Cached, TokenCounts? Tokens, decimal? Cost);

/// <summary>How often an evaluator could not judge for one reason.</summary>
/// <param name="Evaluator">The evaluator.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many traces.</param>
public sealed record ErrorCount(string Evaluator, string Reason, long Count);
