namespace Baton.Agents;

/// <summary>Where a run of an agent stands.</summary>
public enum RunStatus
{
    /// <summary>Not yet started.</summary>
    Queued,

    /// <summary>In progress; a result with this status is paused and waits for decisions (<see cref="RunResult.Paused"/>).</summary>
    Running,

    /// <summary>Ended with an answer.</summary>
    Completed,

    /// <summary>Ended by an error or a limit.</summary>
    Failed,

    /// <summary>Ended by the caller.</summary>
    Cancelled,
}
