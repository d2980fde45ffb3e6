using Baton.Experiments.Evaluation.Code;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>
/// Keeps an evaluator that asks a model or runs code of the user's within bounds: so many judgements at once, each so long. What
/// it throws becomes an error score.
/// </summary>
/// <param name="inner">The evaluator.</param>
/// <param name="places">The judgements that may be under way at once, shared by all such evaluators.</param>
/// <param name="timeout">The longest one judgement may take, waiting for a place aside.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundedEvaluator(IEvaluator inner, SemaphoreSlim places, TimeSpan timeout, TimeProvider time)
    : IEvaluator
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource late = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            late.Token
        );
        try
        {
            return await inner.EvaluateAsync(trace, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (!cancellationToken.IsCancellationRequested && late.IsCancellationRequested)
        {
            return CodeVerdict.Error(Name, $"it took longer than {timeout.TotalSeconds:0.###} s (`timeout_seconds`)");
        }
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
        {
            return CodeVerdict.Error(Name, $"{thrown.GetType().Name}: {thrown.Message.Split('\n')[0].TrimEnd()}");
        }
        finally
        {
            places.Release();
        }
    }
}
