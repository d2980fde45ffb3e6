namespace Baton.Topologies.Execution;

/// <summary>How an execution stands. Written in lower case.</summary>
public enum ExecutionStatus
{
    /// <summary>Described, not begun.</summary>
    Pending,

    /// <summary>Under way, or left by a process that ended.</summary>
    Running,

    /// <summary>Waits for a person.</summary>
    Paused,

    /// <summary>It has its output.</summary>
    Completed,

    /// <summary>It could not come to an output.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Cancelled,
}
