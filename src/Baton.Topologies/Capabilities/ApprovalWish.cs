namespace Baton.Topologies.Capabilities;

/// <summary>What a capability wants to know from a person before the execution goes on.</summary>
public sealed record ApprovalWish
{
    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>How long the answer may take, counted from the question. Default: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What happens when it takes longer. Default <see cref="ApprovalTimeout.Abort"/>.</summary>
    public ApprovalTimeout OnTimeout { get; init; }

    /// <summary>The answer in place of the agent's, for <see cref="ApprovalTimeout.Default"/>.</summary>
    public string DefaultAnswer { get; init; } = "";

    /// <summary>What happens when the person says no. Default <see cref="ApprovalRejection.Retry"/>.</summary>
    public ApprovalRejection OnRejection { get; init; }

    /// <summary>How often the agent may try again before the execution fails. Default 3; at least 0.</summary>
    public int MaxRejections { get; init; } = 3;
}

/// <summary>What happens when nobody answers in time. Written in lower case.</summary>
public enum ApprovalTimeout
{
    /// <summary>The execution fails; a decision given later and a resume let it go on.</summary>
    Abort,

    /// <summary>It goes on as if the person had agreed.</summary>
    Continue,

    /// <summary>It goes on with the default answer.</summary>
    Default,
}

/// <summary>What happens when a person says no. Written in lower case.</summary>
public enum ApprovalRejection
{
    /// <summary>The agent is asked again, with its answer and the person's comment.</summary>
    Retry,

    /// <summary>The execution fails.</summary>
    Abort,
}
