using Baton.Configuration;

namespace Baton.Targets.Python.Replay;

/// <summary>Which of the recorded calls are whose.</summary>
internal static class TargetCalls
{
    private const int MostShown = 10;

    /// <summary>The Python callables a section calls: its own, or those of a composite's members.</summary>
    public static IEnumerable<string> Targets(RunnerOptions runner) =>
        runner.Composite is { } composite
            ? composite.Targets.Append(composite.Aggregator).SelectMany(member => member is null ? [] : Targets(member))
        : PythonCallable.From(runner).Callable is { } callable ? [callable.ToString()]
        : runner is { Target: null, ModulePath: null } ? []
        : [runner.Target ?? ""];

    /// <summary>
    /// The calls of each target that has any: those of its name, else those of its last word, else those of no name.
    /// </summary>
    /// <param name="calls">All calls of the recording.</param>
    /// <param name="targets">The targets, each once; at least one must have calls.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="errors">Where to say that none has.</param>
    public static Dictionary<string, IReadOnlyList<RecordedCall>> In(
        IReadOnlyList<RecordedCall> calls,
        IReadOnlyList<string> targets,
        ReplayRequest request,
        ConfigurationErrors errors
    )
    {
        Dictionary<string, IReadOnlyList<RecordedCall>> found = new(StringComparer.Ordinal);
        foreach (string target in targets)
        {
            if (Of(target, calls, targets) is { Length: > 0 } own)
            {
                found.Add(target, own);
            }
        }

        if (found.Count == 0)
        {
            string wanted = string.Join(" or ", targets.Select(target => $"`{target}`"));
            string there = string.Join(
                ", ",
                calls.Select(call => $"`{call.Target}`").Distinct(StringComparer.Ordinal).Take(MostShown)
            );
            errors.Add(
                request.PlaceOf("recording_file"),
                $"{ReplayRequest.Section}.recording_file",
                $"`{request.ShownAs}` holds no call of {wanted}; it holds calls of {there}; name one of them as `runner.target`, or record again"
            );
        }

        return found;
    }

    private static RecordedCall[] Of(string target, IReadOnlyList<RecordedCall> calls, IReadOnlyList<string> targets)
    {
        Func<RecordedCall, bool>[] rules =
        [
            call => string.Equals(call.Target, target, StringComparison.Ordinal),
            call =>
                call.Target is not null
                && !targets.Contains(call.Target, StringComparer.Ordinal)
                && string.Equals(LastWord(call.Target), LastWord(target), StringComparison.Ordinal),
            call => call.Target is null,
        ];
        return rules.Select(rule => calls.Where(rule).ToArray()).FirstOrDefault(found => found.Length > 0) ?? [];
    }

    private static string LastWord(string target) => target[(target.LastIndexOfAny([':', '.']) + 1)..];
}
