using Baton.Experiments.Settings;

namespace Baton.Experiments.Evaluation;

/// <summary>What is asked of an evaluation, as a command line would ask it.</summary>
public sealed record EvaluationRequest
{
    /// <summary>
    /// Where the evaluators are configured, and what is put over that. A file without a <c>runner:</c> will do. Where it names no file
    /// and the project describes no evaluators, those that the experiment was run with are taken.
    /// </summary>
    public required ConfigurationRequest Configuration { get; init; }

    /// <summary>The experiment's folder, absolute or from the current folder.</summary>
    public required string ExperimentFolder { get; init; }

    /// <summary>Looks at the first so many traces only; <see langword="null"/> for all.</summary>
    public long? Limit { get; init; }
}
