using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Postgres;

/// <summary>A step that waits for the database.</summary>
internal sealed class PendingStep
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Numbers a step.</summary>
    public PendingStep(string executionId, OpenExecution execution, string owner, StepRecord step)
    {
        ExecutionId = executionId;
        Execution = execution.Key;
        Seq = execution.NextSeq();
        Owner = owner;
        Step = step;
    }

    public string ExecutionId { get; }

    public long Execution { get; }

    /// <summary>Its number; the same when it is written again.</summary>
    public long Seq { get; }

    public string Owner { get; }

    public StepRecord Step { get; }

    /// <summary>Ends when it is written, or refused.</summary>
    public Task Task => _done.Task;

    public void Done() => _done.TrySetResult();

    public void Fail(Exception error) => _done.TrySetException(error);
}
