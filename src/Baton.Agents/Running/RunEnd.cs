namespace Baton.Agents.Running;

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(RunStatus Status, AgentError? Error = null, string? Limit = null)
{
    public static RunEnd Completed { get; } = new(RunStatus.Completed);

    public static RunEnd Paused { get; } = new(RunStatus.Running);

    public static RunEnd Cancelled { get; } =
        new(RunStatus.Cancelled, new AgentError(ErrorKind.Cancelled, "The run was cancelled"));

    public static RunEnd AtLimit(string limit, string message) =>
        new(RunStatus.Failed, new AgentError(IsTime(limit) ? ErrorKind.Timeout : ErrorKind.Limit, message), limit);

    public static RunEnd Failed(string kind, string message, Exception? cause = null) =>
        new(
            RunStatus.Failed,
            new AgentError(kind, message)
            {
                Details = cause is null ? null : new() { ["exception"] = cause.ToString() },
            }
        );

    /// <summary>This end, and what went wrong while the run was closed. What came first decides how the run ended.</summary>
    public RunEnd And(RunEnd later) =>
        Error is { } first
            ? this with
            {
                Error = first with { Message = $"{first.Message}; {later.Error!.Message}" },
            }
            : later;

    /// <summary>Whether a time limit ended the run.</summary>
    public bool IsTimeout => IsTime(Limit);

    private static bool IsTime(string? limit) => limit is "max_time" or "timeout_per_turn";
}
