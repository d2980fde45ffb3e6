using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>The <c>evaluation:</c> section: how scores become a verdict, and how much may be spent on them.</summary>
public sealed record EvaluationSettings
{
    /// <summary>What the evaluation is to find out; shown in reports. May also stand under <c>evaluation_goal.text</c>.</summary>
    public string? Goal { get; init; }

    /// <summary>How the scores of a trace become one. May also stand at the top level.</summary>
    public AggregateSettings Aggregate { get; init; } = new();

    /// <summary>What judging may cost. Each may also stand under the <c>limits:</c> of the top level.</summary>
    public EvaluationLimits Limits { get; init; } = new();

    /// <summary>The pass rate (0 to 1) below which the exit code of <c>baton evaluate</c> is 1. Default: none.</summary>
    [Range(0, 1)]
    public double? FailUnder { get; init; }
}

/// <summary>The <c>evaluation.aggregate:</c> section.</summary>
public sealed record AggregateSettings
{
    /// <summary>How the scores of a trace are put together. Default <see cref="AggregateMethod.WeightedSum"/>.</summary>
    public AggregateMethod Method { get; init; } = AggregateMethod.WeightedSum;

    /// <summary>From which aggregate score on a trace passes; not used by <c>all</c>. Default 0.7.</summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.7;

    /// <summary>Whether the summary tells the numbers of each persona. Default true.</summary>
    public bool ByPersona { get; init; } = true;
}

/// <summary>How the scores of a trace become one.</summary>
public enum AggregateMethod
{
    /// <summary>The mean of the scores by the weights of their evaluators.</summary>
    WeightedSum,

    /// <summary>The mean of the scores, every evaluator counting the same.</summary>
    Average,

    /// <summary>The share of evaluators that pass; a trace passes only when all do.</summary>
    All,

    /// <summary>The lowest score.</summary>
    Min,
}

/// <summary>The words for <see cref="AggregateMethod"/> in files.</summary>
internal static class AggregateWords
{
    public static string Word(this AggregateMethod method) =>
        method switch
        {
            AggregateMethod.WeightedSum => "weighted_sum",
            AggregateMethod.Average => "average",
            AggregateMethod.All => "all",
            AggregateMethod.Min => "min",
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "not a method"),
        };
}

/// <summary>The <c>evaluation.limits:</c> section.</summary>
public sealed record EvaluationLimits
{
    /// <summary>
    /// Which share of the traces model judges are asked about, 0 to 1; the seed decides which, the same ones every time. Default 1.
    /// </summary>
    [Range(0, 1)]
    public double SampleRate { get; init; } = 1;

    /// <summary>The most calls to models in one evaluation; what is in the cache costs none. Default: no bound.</summary>
    [Range(0)]
    public long? MaxLlmCalls { get; init; }

    /// <summary>The longest one judgement may take. Seconds or a duration. Default 60 s.</summary>
    [Range(0.001)]
    public TimeSpan TimeoutSeconds { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The file in which answers of models are kept for the next evaluation, relative to the experiment's folder;
    /// <c>false</c> or <c>none</c> for no file. Default <c>evaluation_cache.jsonl</c>.
    /// </summary>
    public string Cache { get; init; } = "evaluation_cache.jsonl";

    /// <summary>The most judgements of models and of user code under way at once. Default 8.</summary>
    [Range(1, 4096)]
    public int Parallel { get; init; } = 8;

    /// <summary>The cache file's name, or <see langword="null"/> when nothing is to be kept.</summary>
    internal string? CacheFile => Cache is "" or "false" or "none" ? null : Cache;
}
