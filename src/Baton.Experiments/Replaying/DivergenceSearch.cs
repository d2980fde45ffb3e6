using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Replaying;

/// <summary>Finds where a replayed run first went another way than the recorded one.</summary>
/// <param name="settings">What counts.</param>
internal sealed class DivergenceSearch(ReplaySettings settings)
{
    /// <summary>The first divergence; <see langword="null"/> when there is none.</summary>
    public Divergence? Find(RunTrace recorded, RunTrace now)
    {
        IReadOnlyList<RecordedTurn> then = RecordedTurn.Of(recorded);
        IReadOnlyList<RecordedTurn> today = RecordedTurn.Of(now);
        for (int place = 0; place < then.Count; place++)
        {
            TraceError? thenFailed = place == then.Count - 1 ? FaultOfAgent(recorded) : null;
            Difference? difference =
                place >= today.Count
                    ? new Difference(DivergenceKind.EndedEarly, Describe(then[place], thenFailed), Ended(now))
                    : Compare(then[place], thenFailed, today[place], place == today.Count - 1 ? now.Error : null);
            if (difference is not null)
            {
                return new Divergence(
                    now.RunKey,
                    now.TraceId,
                    recorded.TraceId,
                    then[place].Number,
                    then.Count,
                    difference.Kind,
                    then[place].User,
                    difference.Recorded,
                    difference.Now,
                    difference.Similarity
                );
            }
        }

        return null;
    }

    private Difference? Compare(RecordedTurn then, TraceError? thenFailed, RecordedTurn today, TraceError? failed)
    {
        if (CompareTools(then.ToolCalls, today.ToolCalls) is { } tools)
        {
            return tools;
        }

        if (failed is not null || thenFailed is not null)
        {
            bool isSame = string.Equals(failed?.Kind, thenFailed?.Kind, StringComparison.Ordinal);
            return isSame
                ? null
                : new Difference(
                    failed is null ? DivergenceKind.Recovered : DivergenceKind.Error,
                    Describe(then, thenFailed),
                    Describe(today, failed)
                );
        }

        return AnswerMatch.IsSame(settings, then.Answer ?? "", today.Answer ?? "", out double? similarity)
            ? null
            : new Difference(DivergenceKind.Answer, then.Answer ?? "", today.Answer ?? "") { Similarity = similarity };
    }

    private Difference? CompareTools(IReadOnlyList<TraceToolCall> then, IReadOnlyList<TraceToolCall> today)
    {
        if (settings.Tools == ToolComparison.Off)
        {
            return null;
        }

        for (int place = 0; place < Math.Max(then.Count, today.Count); place++)
        {
            TraceToolCall? one = place < then.Count ? then[place] : null;
            TraceToolCall? two = place < today.Count ? today[place] : null;
            if (one is null || two is null || !IsSame(one, two))
            {
                return new Difference(DivergenceKind.ToolCall, Describe(one), Describe(two));
            }
        }

        return null;
    }

    private bool IsSame(TraceToolCall one, TraceToolCall two) =>
        string.Equals(one.Name, two.Name, StringComparison.Ordinal)
        && (settings.Tools == ToolComparison.Names || HaveSameArguments(one.Arguments, two.Arguments));

    // No arguments are as good as an empty object of them.
    private static bool HaveSameArguments(JsonElement? one, JsonElement? two) =>
        (IsEmpty(one) && IsEmpty(two))
        || (one is { } mine && two is { } theirs && JsonElement.DeepEquals(mine, theirs));

    private static bool IsEmpty(JsonElement? arguments) =>
        arguments is not { ValueKind: not JsonValueKind.Null } known
        || (known.ValueKind == JsonValueKind.Object && known.GetPropertyCount() == 0);

    // A supervisor's fault is not the agent's, and a replay has no supervisor to repeat it.
    private static TraceError? FaultOfAgent(RunTrace recorded) =>
        recorded.Outcome == RunOutcome.SimulatorFault ? null : recorded.Error;

    private static string Describe(TraceToolCall? call) =>
        call is null ? "(no call)" : $"{call.Name}({call.Arguments?.GetRawText() ?? ""})";

    private static string Describe(RecordedTurn turn, TraceError? error) =>
        error is null ? turn.Answer ?? "" : $"{error.Kind}: {error.Message}";

    private static string Ended(RunTrace now) =>
        now.Error is { } error ? $"(the conversation ended) {error.Kind}: {error.Message}" : "(the conversation ended)";

    private sealed record Difference(DivergenceKind Kind, string Recorded, string Now)
    {
        public double? Similarity { get; init; }
    }
}
