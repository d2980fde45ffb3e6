using Baton.Agents;

namespace Baton.Targets.Composites;

/// <summary>What a member's turn came to.</summary>
/// <param name="Member">Who.</param>
/// <param name="Outcome">Its final, error or limit event.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record MemberAnswer(Member Member, AgentEvent Outcome, TimeSpan Duration)
{
    /// <summary>The answer, or <see langword="null"/> when there is none.</summary>
    public string? Output => (Outcome as FinalEvent)?.Output;

    /// <summary>Why there is no answer; empty when there is one.</summary>
    public string Problem =>
        Outcome switch
        {
            ErrorEvent error => error.Error.Message,
            LimitEvent limit => limit.Message,
            _ => "",
        };

    /// <summary>What kind of failure it was: an error's kind, a guard's name, or <see langword="null"/>.</summary>
    public string? ProblemKind =>
        Outcome switch
        {
            ErrorEvent error => error.Error.Kind,
            LimitEvent limit => limit.Limit,
            _ => null,
        };
}
