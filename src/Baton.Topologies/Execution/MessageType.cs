namespace Baton.Topologies.Execution;

/// <summary>What a message between the topology and its agents is. Written in lower case.</summary>
public enum MessageType
{
    /// <summary>A question to one agent.</summary>
    Request,

    /// <summary>Its answer.</summary>
    Response,

    /// <summary>What somebody thinks of an answer, for whoever gave it.</summary>
    Feedback,

    /// <summary>A question that went one level up.</summary>
    Escalation,

    /// <summary>The same question to several agents.</summary>
    Broadcast,

    /// <summary>What the execution itself has to say: a step failed.</summary>
    System,
}
