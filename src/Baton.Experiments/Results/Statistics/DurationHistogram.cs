namespace Baton.Experiments.Results.Statistics;

/// <summary>
/// Counts durations in buckets that grow by 2 %, so that percentiles of any number of them come out within 1 % from
/// 16 KiB. From 1 µs to 31 years; the smallest and largest are exact. Not thread-safe.
/// </summary>
internal sealed class DurationHistogram
{
    private const double Accuracy = 0.01;
    private const double Smallest = 0.001;
    private const int Buckets = 2048;
    private const double Growth = (1 + Accuracy) / (1 - Accuracy);
    private static readonly double LogGrowth = Math.Log(Growth);
    private readonly long[] _counts = new long[Buckets];
    private double _sum;
    private double _minimum = double.PositiveInfinity;
    private double _maximum;

    public long Count { get; private set; }

    public double? Average => Count == 0 ? null : Math.Round(_sum / Count, 3);

    public double? Maximum => Count == 0 ? null : _maximum;

    /// <summary>Adds a duration in milliseconds.</summary>
    public void Add(double milliseconds)
    {
        Count++;
        _sum += milliseconds;
        _minimum = Math.Min(_minimum, milliseconds);
        _maximum = Math.Max(_maximum, milliseconds);
        _counts[BucketOf(milliseconds)]++;
    }

    /// <summary>The duration that a share of all are no longer than, or <see langword="null"/> when there is none.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    public double? Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                double value = bucket == 0 ? 0 : Smallest * Math.Pow(Growth, bucket) * 2 / (Growth + 1);
                return Math.Round(Math.Clamp(value, _minimum, _maximum), 3);
            }
        }

        return null;
    }

    private static int BucketOf(double milliseconds) =>
        milliseconds <= Smallest
            ? 0
            : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(milliseconds / Smallest) / LogGrowth));
}
