namespace Baton.Experiments.Evaluation;

/// <summary>Judges traces. Safe for concurrent use.</summary>
public interface IEvaluator
{
    /// <summary>Its name in the configuration, unique within an evaluation.</summary>
    string Name { get; }

    /// <summary>Scores one trace.</summary>
    /// <param name="trace">The trace and what is known about it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The score. An evaluator that cannot judge returns <see cref="ScoreStatus.Error"/>; it never throws for that.</returns>
    ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken);
}
