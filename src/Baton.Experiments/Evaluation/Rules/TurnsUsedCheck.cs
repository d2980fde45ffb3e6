using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The conversation took no more turns than allowed; a run without a conversation is one turn.</summary>
internal sealed record TurnsUsedCheck : RuleCheck
{
    /// <summary>The most turns.</summary>
    [Range(1)]
    public required int MaxTurns { get; init; }

    internal override string Word => "max_turns_used";

    internal override CheckResult Apply(TraceView trace)
    {
        if (!trace.IsWhole)
        {
            return CheckResult.Skip("the conversation was not kept (`save_traces` was off)");
        }

        int turns = trace.Trace.Conversation?.TurnCount ?? 1;
        return turns <= MaxTurns
            ? CheckResult.Pass
            : CheckResult.Fail($"the conversation took {turns} turns, and {MaxTurns} are allowed");
    }
}
