using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;

namespace Baton.DotNetEvaluator;

/// <summary>Answers may have so many characters; it prints what it does.</summary>
public sealed class ShortAnswers(string name, JsonObject? parameters) : IEvaluator
{
    private readonly int _most = parameters?["most"]?.GetValue<int>() ?? 100;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        Console.WriteLine($"judging {trace.Trace.TraceId}");
        int length = trace.Trace.Output?.Length ?? 0;
        return ValueTask.FromResult(
            new Score
            {
                Evaluator = Name,
                Status = length <= _most ? ScoreStatus.Pass : ScoreStatus.Fail,
                Value = length <= _most ? 1 : 0,
                Reason = length <= _most ? null : $"{length} characters",
            }
        );
    }
}
