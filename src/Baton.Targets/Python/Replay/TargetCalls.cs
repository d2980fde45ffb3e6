using Baton.Configuration;

namespace Baton.Targets.Python.Replay;

/// <summary>Which of the recorded calls are the target's.</summary>
internal static class TargetCalls
{
    private const int MostShown = 10;

    /// <summary>The calls of the target: those of its name, else those of its last word, else those of no name.</summary>
    public static RecordedCall[] In(
        IReadOnlyList<RecordedCall> calls,
        ReplayRequest request,
        ConfigurationErrors errors
    )
    {
        string target = PythonCallable.From(request.Runner).Callable?.ToString() ?? "";
        Func<RecordedCall, bool>[] rules =
        [
            call => string.Equals(call.Target, target, StringComparison.Ordinal),
            call =>
                call.Target is not null
                && string.Equals(LastWord(call.Target), LastWord(target), StringComparison.Ordinal),
            call => call.Target is null,
        ];
        foreach (Func<RecordedCall, bool> rule in rules)
        {
            RecordedCall[] found = [.. calls.Where(rule)];
            if (found.Length > 0)
            {
                return found;
            }
        }

        string there = string.Join(
            ", ",
            calls.Select(call => $"`{call.Target}`").Distinct(StringComparer.Ordinal).Take(MostShown)
        );
        errors.Add(
            request.PlaceOf("recording_file"),
            $"{ReplayRequest.Section}.recording_file",
            $"`{request.ShownAs}` holds no call of `{target}`; it holds calls of {there}; name one of them as `runner.target`, or record again"
        );
        return [];
    }

    private static string LastWord(string target) => target[(target.LastIndexOfAny([':', '.']) + 1)..];
}
