using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>Asks an evaluator about a share of the traces.</summary>
/// <remarks>
/// A trace is in or out by its run key and the seed alone: the same at every evaluation, and one that is in at a rate is in at
/// every higher one.
/// </remarks>
/// <param name="inner">The evaluator.</param>
/// <param name="rate">The share, 0 to 1.</param>
/// <param name="seed">What decides which ones.</param>
internal sealed class SampledEvaluator(IEvaluator inner, double rate, int seed) : IEvaluator
{
    /// <summary>Why a trace that is out has no score.</summary>
    public const string Reason = "not in the sample";

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken) =>
        IsIn(trace.Trace.RunKey)
            ? inner.EvaluateAsync(trace, cancellationToken)
            : ValueTask.FromResult(
                new Score
                {
                    Evaluator = Name,
                    Status = ScoreStatus.Skipped,
                    Reason = Reason,
                }
            );

    private bool IsIn(string runKey)
    {
        byte[] name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{runKey}"));
        ulong place = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(name));
        return place < rate * ulong.MaxValue || rate >= 1;
    }
}
