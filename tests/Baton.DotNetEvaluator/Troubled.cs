using Baton.Experiments.Evaluation;

namespace Baton.DotNetEvaluator;

/// <summary>Does what a judge should not: throws, blocks for ever, or gives a score that is none.</summary>
public sealed class Troubled : IEvaluator
{
    /// <inheritdoc/>
    public string Name => "anything";

    /// <inheritdoc/>
    public async ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        switch (trace.Trace.Output)
        {
            case "throw":
                throw new InvalidOperationException("no idea");
            case "block":
                new ManualResetEventSlim().Wait(CancellationToken.None);
                break;
            case "hang":
                await new TaskCompletionSource().Task.ConfigureAwait(false);
                break;
            default:
                break;
        }

        return new Score
        {
            Evaluator = Name,
            Status = ScoreStatus.Pass,
            Value = 7,
        };
    }
}
