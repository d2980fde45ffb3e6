using Baton.Agents;

namespace Baton.Experiments.Generation;

/// <summary>What is going to be generated.</summary>
/// <param name="Mode"><c>deterministic</c>, or the model's name.</param>
/// <param name="BaseInputs">The base inputs that take part.</param>
/// <param name="Personas">The personas.</param>
/// <param name="Strategies">The strategies' words.</param>
/// <param name="Count">How many variations each strategy makes of an input as a persona.</param>
/// <param name="Wanted">The inputs that are wanted at most, limits considered.</param>
/// <param name="Output">The file as the user would type it, or <c>-</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="EarlierBatches">The files of earlier batches that this one goes on behind.</param>
/// <param name="Calls">What asking the model comes to, or <see langword="null"/> without one.</param>
public sealed record GenerationPlanSummary(
    string Mode,
    int BaseInputs,
    int Personas,
    IReadOnlyList<string> Strategies,
    int Count,
    long Wanted,
    string Output,
    int Seed,
    IReadOnlyList<string> EarlierBatches,
    CallEstimate? Calls
);

/// <summary>What asking a model comes to, as far as can be told beforehand: no retries, texts of the usual length.</summary>
/// <param name="Calls">The calls that are missing.</param>
/// <param name="AnsweredBefore">The inputs that an unfinished run has answers for already.</param>
/// <param name="InputTokens">Tokens read, about four characters each.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">US dollars; <see langword="null"/> for a model without a known price.</param>
public sealed record CallEstimate(int Calls, int AnsweredBefore, long InputTokens, long OutputTokens, decimal? Cost);

/// <summary>How far a generation by a model is.</summary>
/// <param name="CallsDone">The calls that ended, well or badly.</param>
/// <param name="CallsPlanned">All calls planned so far; grows when variations have to be asked for again.</param>
/// <param name="Made">The inputs there are.</param>
/// <param name="Wanted">The inputs that are wanted.</param>
/// <param name="Failures">The calls that failed.</param>
public sealed record GenerationProgress(int CallsDone, int CallsPlanned, int Made, long Wanted, int Failures);

/// <summary>What was generated.</summary>
public sealed record GenerationResult
{
    /// <summary>The inputs that were made.</summary>
    public required int Count { get; init; }

    /// <summary>How many each strategy made, in the order of the strategies asked for.</summary>
    public required IReadOnlyList<(string Strategy, int Count)> ByStrategy { get; init; }

    /// <summary>What could not be made and why, a sentence for each strategy and reason.</summary>
    public required IReadOnlyList<string> Shortfalls { get; init; }

    /// <summary>Whether the file was written; <see langword="false"/> when calls failed and a part was not accepted.</summary>
    public required bool IsWritten { get; init; }

    /// <summary>What the model was asked, or <see langword="null"/> without one.</summary>
    public ModelAccount? Model { get; init; }
}

/// <summary>The account of a generation by a model.</summary>
/// <param name="Calls">The calls of this run; attempts of one call count once.</param>
/// <param name="Failures">Why calls failed and how often, the most frequent first.</param>
/// <param name="Spent">Tokens and cost of this run, or <see langword="null"/> when the server told nothing.</param>
/// <param name="SpentBefore">Those of the unfinished runs whose answers were used, or <see langword="null"/>.</param>
/// <param name="Rejected">Why texts were not used and how often, the most frequent first.</param>
/// <param name="MissingForFailures">The inputs that are missing because calls failed or were not made any more.</param>
/// <param name="StoppedBecause">Why no further call was made before all were, or <see langword="null"/>.</param>
public sealed record ModelAccount(
    int Calls,
    IReadOnlyList<(string Reason, int Count)> Failures,
    Usage? Spent,
    Usage? SpentBefore,
    IReadOnlyList<(string Reason, int Count)> Rejected,
    int MissingForFailures,
    string? StoppedBecause
);
