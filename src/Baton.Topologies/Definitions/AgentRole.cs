namespace Baton.Topologies.Definitions;

/// <summary>What an agent is there for. Written in lower case.</summary>
public enum AgentRole
{
    /// <summary>Says what is to be done.</summary>
    Planner,

    /// <summary>Does it.</summary>
    Executor,

    /// <summary>Judges work.</summary>
    Reviewer,

    /// <summary>Looks for what is wrong with it.</summary>
    Critic,

    /// <summary>Makes one answer of several.</summary>
    Synthesizer,

    /// <summary>Knows one field.</summary>
    Specialist,

    /// <summary>Divides work among others.</summary>
    Coordinator,

    /// <summary>Looks on.</summary>
    Observer,
}
