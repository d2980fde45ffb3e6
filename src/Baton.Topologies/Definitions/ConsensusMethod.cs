namespace Baton.Topologies.Definitions;

/// <summary>When several judges count as agreed. Written in snake case (<c>first_agree</c>).</summary>
public enum ConsensusMethod
{
    /// <summary>More than half approve.</summary>
    Majority,

    /// <summary>Nobody rejects.</summary>
    Unanimous,

    /// <summary>The confidence of those who approve, added up, is more than that of those who reject.</summary>
    Weighted,

    /// <summary>The <c>mediator</c> decides.</summary>
    Mediator,

    /// <summary>The first two that agree decide, in the order of their slots.</summary>
    FirstAgree,
}
