namespace Baton.Experiments.Evaluation;

/// <summary>Is told how an evaluation goes. Called from one thread at a time, and must return quickly.</summary>
public interface IEvaluationObserver
{
    /// <summary>Tells the counts; a few times a second at most, and once at the end.</summary>
    void OnProgress(EvaluationProgress progress);
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Total">The traces there are to look at, or <see langword="null"/> when that is not known.</param>
/// <param name="Done">Traces looked at, those the simulated user spoilt included.</param>
/// <param name="Passed">Of those, passed.</param>
/// <param name="Failed">Of those, failed.</param>
/// <param name="Errors">Scores that are errors.</param>
/// <param name="Elapsed">The time since it began.</param>
public sealed record EvaluationProgress(
    long? Total,
    long Done,
    long Passed,
    long Failed,
    long Errors,
    TimeSpan Elapsed
);
