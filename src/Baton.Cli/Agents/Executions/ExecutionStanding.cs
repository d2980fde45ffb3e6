using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>How an execution stands, as people are told.</summary>
internal static class ExecutionStanding
{
    /// <summary>The words by which executions are looked for.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. AgentWords.Statuses, AgentWords.Interrupted];

    /// <summary>Its status, or that it was interrupted.</summary>
    public static string Of(ExecutionRecord execution, TimeProvider clock) =>
        execution.IsInterruptedAt(clock.GetUtcNow()) ? AgentWords.Interrupted : AgentWords.Of(execution.Status);

    /// <summary>The executions that stand so, the newest first.</summary>
    /// <param name="executions">Where they are kept.</param>
    /// <param name="word">One of <see cref="Words"/>; <see langword="null"/> for all.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="clock">The clock.</param>
    public static async Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        IExecutionStore executions,
        string? word,
        int limit,
        TimeProvider clock
    )
    {
        bool mayBeInterrupted = word is AgentWords.Interrupted or "running";
        ExecutionStatus? status =
            mayBeInterrupted ? ExecutionStatus.Running
            : word is null ? null
            : Enum.Parse<ExecutionStatus>(word, ignoreCase: true);
        IReadOnlyList<ExecutionRecord> found = await executions.ListAsync(
            mayBeInterrupted ? int.MaxValue : limit,
            status,
            CancellationToken.None
        );
        return mayBeInterrupted ? [.. found.Where(each => Of(each, clock) == word).Take(limit)] : found;
    }
}
