namespace Baton.Experiments.Generation.Asking;

/// <summary>Counts reasons. Not thread-safe.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Everything counted.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>Reasons and how often, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> MostFirst =>
        [
            .. _counts
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => (entry.Key, entry.Value)),
        ];

    /// <summary>Counts a reason once more.</summary>
    public void Count(string reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
}
