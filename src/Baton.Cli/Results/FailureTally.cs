using Baton.Experiments.Results;

namespace Baton.Cli.Results;

/// <summary>The failures of an experiment by kind, the most frequent first.</summary>
internal sealed record FailureTally(IReadOnlyList<FailureKind> Kinds)
{
    /// <summary>Counts the failures among runs.</summary>
    public static FailureTally Of(IEnumerable<TraceSummary> runs)
    {
        Dictionary<string, FailureKind> kinds = new(StringComparer.Ordinal);
        foreach (TraceSummary run in runs.Where(run => !run.Success))
        {
            string name = run.Error?.Kind ?? "failed";
            kinds[name] = kinds.TryGetValue(name, out FailureKind? known)
                ? known with
                {
                    Count = known.Count + 1,
                }
                : new FailureKind(name, 1, run.Error?.Message ?? "");
        }

        return new FailureTally([
            .. kinds.Values.OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Name, StringComparer.Ordinal),
        ]);
    }
}

/// <summary>Failures of one kind.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">What the first of them said.</param>
internal sealed record FailureKind(string Name, long Count, string Example);
