using Baton.Experiments.Comparison.Statistics;
using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>Two experiments side by side.</summary>
public sealed record ExperimentComparison
{
    /// <summary>The baseline.</summary>
    public required ComparedExperiment First { get; init; }

    /// <summary>The candidate.</summary>
    public required ComparedExperiment Second { get; init; }

    /// <summary>Which runs have a partner.</summary>
    public required PairingSummary Pairing { get; init; }

    /// <summary>Whether a run passes by its evaluation; otherwise by its success. Both experiments are held to the same.</summary>
    public required bool IsJudged { get; init; }

    /// <summary>The level below which a corrected p-value is significant.</summary>
    public required double Alpha { get; init; }

    /// <summary>What was taken as independent of each other.</summary>
    public required ComparisonUnit Unit { get; init; }

    /// <summary>In what the experiments differ beside the agent's answers; empty when they are comparable in all.</summary>
    public IReadOnlyList<IdentityDifference> Differences { get; init; } = [];

    /// <summary>Settings that differ, as far as the summaries tell.</summary>
    public IReadOnlyList<SettingDifference> Settings { get; init; } = [];

    /// <summary>
    /// Whether so little is common that no change of the pass rate could be significant, however great; the warnings then say how
    /// little that is.
    /// </summary>
    public bool IsTooSmall { get; init; }

    /// <summary>What a reader must know before the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The numbers of all runs with a partner, in a fixed order; numbers nobody reported are left out.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>The personas in order of their names; empty when there is but one.</summary>
    public IReadOnlyList<PersonaComparison> Personas { get; init; } = [];

    /// <summary>The score of each evaluator both evaluations have, in order of their names.</summary>
    public IReadOnlyList<MetricComparison> Evaluators { get; init; } = [];

    /// <summary><c>pass@k</c> and <c>pass^k</c> by k; empty without repetitions.</summary>
    public IReadOnlyList<MetricComparison> PassAtK { get; init; } = [];

    /// <summary>Runs that passed in the first and fail in the second.</summary>
    public required FlippedRuns Worse { get; init; }

    /// <summary>Runs that failed in the first and pass in the second.</summary>
    public required FlippedRuns Better { get; init; }
}

/// <summary>One of the two experiments.</summary>
/// <param name="Folder">Its folder, absolute.</param>
/// <param name="Name">Its folder's name.</param>
/// <param name="Standing">Whether it is finished.</param>
/// <param name="Planned">All runs of its plan.</param>
/// <param name="Runs">Its finished runs.</param>
/// <param name="SimulatorFaults">Those of them the supervisor spoilt; left out of everything below.</param>
/// <param name="Rated">The runs that passed or failed.</param>
/// <param name="PassRate">How many of them passed, 0 to 1, with Wilson's interval; <see langword="null"/> without any.</param>
public sealed record ComparedExperiment(
    string Folder,
    string Name,
    ExperimentStanding Standing,
    long Planned,
    long Runs,
    long SimulatorFaults,
    long Rated,
    Estimate? PassRate
);

/// <summary>Which runs have a partner.</summary>
public sealed record PairingSummary
{
    /// <summary>The runs that both experiments have.</summary>
    public required long Pairs { get; init; }

    /// <summary>Those of them that are rated in both.</summary>
    public required long RatedPairs { get; init; }

    /// <summary>The inputs they belong to.</summary>
    public required long Inputs { get; init; }

    /// <summary>Runs paired by what is said first, since their identifiers differ.</summary>
    public required long ByText { get; init; }

    /// <summary>Inputs with the same identifier and another first message; not compared.</summary>
    public required long ChangedInputs { get; init; }

    /// <summary>Runs of common inputs that have no partner, for example a further iteration.</summary>
    public required long FirstRunsAlone { get; init; }

    /// <summary>The same of the second experiment.</summary>
    public required long SecondRunsAlone { get; init; }

    /// <summary>Inputs only the first experiment has.</summary>
    public required LoneInputs OnlyFirst { get; init; }

    /// <summary>Inputs only the second experiment has.</summary>
    public required LoneInputs OnlySecond { get; init; }
}

/// <summary>Inputs that only one of the experiments has.</summary>
/// <param name="Count">How many.</param>
/// <param name="Shown">The first of them.</param>
public sealed record LoneInputs(long Count, IReadOnlyList<LoneInput> Shown);

/// <summary>An input that only one of the experiments has.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Text">What is said first.</param>
public sealed record LoneInput(string Id, string Text);

/// <summary>Something the experiments' results depend on, and that differs.</summary>
/// <param name="What"><c>user_model</c>, <c>prompt_version</c>, <c>seed</c>, <c>dataset</c>, <c>target</c> or <c>configuration</c>.</param>
/// <param name="First">What it is in the first, or <see langword="null"/> for none.</param>
/// <param name="Second">What it is in the second, or <see langword="null"/> for none.</param>
/// <param name="Meaning">What that means, as a sentence.</param>
public sealed record IdentityDifference(string What, string? First, string? Second, string Meaning);

/// <summary>A setting that differs.</summary>
/// <param name="Key">The setting's path, for example <c>multi_turn.max_turns</c>.</param>
/// <param name="First">Its value in the first as JSON, or <see langword="null"/> where it is not set.</param>
/// <param name="Second">Its value in the second as JSON, or <see langword="null"/> where it is not set.</param>
public sealed record SettingDifference(string Key, string? First, string? Second);

/// <summary>Runs whose verdict changed.</summary>
/// <param name="Count">How many.</param>
/// <param name="Shown">The first of them by run key.</param>
public sealed record FlippedRuns(long Count, IReadOnlyList<FlippedRun> Shown);

/// <summary>A run whose verdict changed.</summary>
/// <param name="RunKey">The run, as the second experiment names it.</param>
/// <param name="Input">What was said first.</param>
/// <param name="First">What came of it in the first.</param>
/// <param name="Second">What came of it in the second.</param>
public sealed record FlippedRun(string RunKey, string Input, RunSide First, RunSide Second);

/// <summary>What came of a run in one of the experiments.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="Output">The answer, or <see langword="null"/> when nothing came.</param>
/// <param name="Reasons">Why it failed: the error, and what evaluators said that it did not pass; empty where it passed.</param>
public sealed record RunSide(string TraceId, string? Output, IReadOnlyList<string> Reasons);
