using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Metaflow;

/// <summary>Writes the execution of a flow that nobody follows into the store; again where it is there already.</summary>
internal sealed class SavedFlow(RunnerPlace place, FlowExecution execution)
{
    /// <summary>Writes the steps that are not there yet, and how it stands.</summary>
    /// <exception cref="ExecutionInUseException">Another process has it.</exception>
    public async Task SaveAsync(
        IReadOnlyList<StepRecord> steps,
        FlowAnswer answer,
        NotedApprovals approvals,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset now = place.TimeProvider.GetUtcNow();
        Lease lease = new(LeaseHolder.NewOwner(), now + place.LeaseTime);
        IReadOnlyList<StepRecord> there = await TakeAsync(lease, now, cancellationToken).ConfigureAwait(false);
        foreach (StepRecord step in steps.Where(step => !there.Any(other => IsSame(step, other))))
        {
            await place.Store.Executions.AppendAsync(execution.Id, lease.Owner, step).ConfigureAwait(false);
        }

        await approvals.WriteAsync(execution.Id, place.Store.Approvals, cancellationToken).ConfigureAwait(false);

        await place
            .Store.Executions.EndAsync(
                execution.Id,
                lease.Owner,
                new ExecutionEnd(answer.Status, answer.Output, answer.Error, place.TimeProvider.GetUtcNow())
            )
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<StepRecord>> TakeAsync(
        Lease lease,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await place.Store.Executions.FindAsync(execution.Id, cancellationToken).ConfigureAwait(false) is null)
        {
            await place.Store.Executions.CreateAsync(Record(), lease, cancellationToken).ConfigureAwait(false);
            return [];
        }

        Lease? holder = await place
            .Store.Executions.AcquireAsync(execution.Id, lease, now, MetaflowRunner.Type, cancellationToken)
            .ConfigureAwait(false);
        return holder is null
            ? await place.Store.Executions.ReadStepsAsync(execution.Id, cancellationToken).ConfigureAwait(false)
            : throw new ExecutionInUseException(execution.Id, LeaseHolder.Describe(holder));
    }

    private ExecutionRecord Record() =>
        new()
        {
            Id = execution.Id,
            Topology = execution.Topology,
            Agents = execution.Agents,
            Input = execution.Input,
            Config = execution.Config,
            RunnerType = MetaflowRunner.Type,
            StartedAt = execution.StartedAt,
            Status = ExecutionStatus.Running,
        };

    private static bool IsSame(StepRecord one, StepRecord other) =>
        one.Path == other.Path && one.Output == other.Output && one.Error == other.Error;
}
