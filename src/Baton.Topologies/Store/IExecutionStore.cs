using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>Where executions and their steps are kept. Safe for concurrent use by threads and processes.</summary>
/// <remarks>
/// A step that was appended is there for every later reader, in the order of appending. Everything that cannot be used
/// or written is a <see cref="TopologyException"/> that says what to do.
/// </remarks>
public interface IExecutionStore
{
    /// <summary>Keeps a new execution, held by the lease.</summary>
    Task CreateAsync(ExecutionRecord execution, Lease lease, CancellationToken cancellationToken);

    /// <summary>Finds an execution, with the lease under which it is held, or <see langword="null"/>.</summary>
    Task<ExecutionRecord?> FindAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Lists executions, the last one first.</summary>
    /// <param name="limit">The most to list.</param>
    /// <param name="status">Only those that stand so; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        int limit,
        ExecutionStatus? status,
        CancellationToken cancellationToken
    );

    /// <summary>The steps of an execution in the order in which they ended; a path that stands twice holds with the last.</summary>
    Task<IReadOnlyList<StepRecord>> ReadStepsAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Takes an execution over where nobody holds it, and says that it runs. A wish to cancel it is forgotten.</summary>
    /// <param name="executionId">Which.</param>
    /// <param name="lease">The lease wanted.</param>
    /// <param name="now">The time at which others' leases must have ended.</param>
    /// <param name="runnerType">Who runs it from now on.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns><see langword="null"/> when it is held by <paramref name="lease"/> now, otherwise who holds it.</returns>
    Task<Lease?> AcquireAsync(
        string executionId,
        Lease lease,
        DateTimeOffset now,
        string runnerType,
        CancellationToken cancellationToken
    );

    /// <summary>Holds on to an execution for longer.</summary>
    /// <returns>Whether somebody asked to cancel it.</returns>
    /// <exception cref="LeaseLostException">Somebody else has it.</exception>
    Task<bool> RenewAsync(string executionId, Lease lease, CancellationToken cancellationToken);

    /// <summary>Asks whoever holds an execution to cancel it. Where nobody does, it is cancelled at once, unless it has ended.</summary>
    /// <param name="executionId">Which.</param>
    /// <param name="now">The time at which others' leases must have ended.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Who holds it and was asked, or <see langword="null"/> when nobody does.</returns>
    Task<Lease?> RequestCancelAsync(string executionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Appends a step. It is as durable as the store is when this returns.</summary>
    /// <exception cref="LeaseLostException">Somebody else has the execution; nothing was written.</exception>
    ValueTask AppendAsync(string executionId, string owner, StepRecord step);

    /// <summary>Says how an execution ended or stopped, with everything appended before on disk, and gives up the lease.</summary>
    /// <exception cref="LeaseLostException">Somebody else has it.</exception>
    Task EndAsync(string executionId, string owner, ExecutionEnd end);

    /// <summary>Removes executions that ended before a time, with their steps and approvals. What waits or runs stays.</summary>
    /// <returns>How many.</returns>
    Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
