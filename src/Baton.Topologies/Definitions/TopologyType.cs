namespace Baton.Topologies.Definitions;

/// <summary>The pattern in which agents work together. Written in lower case.</summary>
public enum TopologyType
{
    /// <summary>Two argue, a third judges.</summary>
    Debate,

    /// <summary>Levels of command: plans go down, results and questions come up.</summary>
    Chain,

    /// <summary>A coordinator gives parts of the work to specialists.</summary>
    Delegation,

    /// <summary>One answers, others check.</summary>
    Crosscheck,

    /// <summary>All answer, one answer is made of theirs.</summary>
    Ensemble,

    /// <summary>One after the other.</summary>
    Pipeline,

    /// <summary>Topologies made of topologies.</summary>
    Compound,
}
