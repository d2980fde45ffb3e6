namespace Baton.Experiments.Evaluation;

/// <summary>An evaluator that has something to load, and can tell before the first trace that it cannot.</summary>
internal interface IStartable
{
    /// <summary>Loads what is needed.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Why it cannot judge and what to do, or <see langword="null"/>.</returns>
    ValueTask<string?> StartAsync(CancellationToken cancellationToken);
}
