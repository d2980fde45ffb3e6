namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A check that looks at a text. A text that is not there holds for nothing.</summary>
internal abstract record TextCheck : RuleCheck
{
    /// <summary>
    /// What it looks at: <c>output</c>, <c>input</c>, <c>conversation</c>, or a path into the trace. Default <c>output</c>.
    /// </summary>
    public TextTarget Target { get; init; } = TextTarget.Output;

    /// <summary>
    /// Of <c>output</c> in a conversation: <c>last</c>, <c>any</c> (one answer that holds is enough), <c>all</c>, or a turn's
    /// number. Default <c>last</c>.
    /// </summary>
    public TurnChoice Turns { get; init; } = TurnChoice.Last;

    internal sealed override CheckResult Apply(TraceView trace)
    {
        if (!Target.IsOutput || Turns == TurnChoice.Last)
        {
            return Apply(
                Target.Of(trace),
                trace,
                Target.IsOutput ? "there is no output" : $"`{Target}` is not in the trace"
            );
        }

        if (!trace.IsWhole)
        {
            return CheckResult.Skip("the conversation was not kept (`save_traces` was off)");
        }

        return Turns.Turn is { } turn
            ? Apply(trace.AnswerOf(turn), trace, $"there is no answer in turn {turn}")
            : Combine(trace.Answers.Select(answer => Apply(answer, trace, "there is no output")));
    }

    /// <summary>Holds one text against the rule.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trace">The trace it is from.</param>
    protected abstract CheckResult ApplyTo(string text, TraceView trace);

    private CheckResult Apply(string? text, TraceView trace, string whenMissing) =>
        text is not null ? ApplyTo(text, trace)
        // What has nothing to hold a text against does not apply to a missing one either.
        : ApplyTo("", trace) is { Status: ScoreStatus.Skipped } skipped ? skipped
        : CheckResult.Fail(whenMissing);

    private CheckResult Combine(IEnumerable<CheckResult> results)
    {
        CheckResult? chosen = null;
        bool isBestWanted = Turns == TurnChoice.Any;
        foreach (CheckResult result in results)
        {
            if (result.Status is ScoreStatus.Error or ScoreStatus.Skipped)
            {
                return result;
            }

            bool isBetter = result.Value > chosen?.Value;
            bool isWorse = result.Value < chosen?.Value;
            chosen = chosen is null || (isBestWanted ? isBetter : isWorse) ? result : chosen;
        }

        return chosen ?? CheckResult.Fail("there is no output");
    }
}
