using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>One sitting of an execution from taking it to giving it up: lease, journal, time, outcome.</summary>
internal sealed class TopologyExecution(RunnerPlace place, ExecutionRecord execution, string runnerType, bool isNew)
{
    private readonly string _owner = LeaseHolder.NewOwner();

    /// <summary>Runs, to the end or until it is stopped.</summary>
    /// <param name="runner">Carries out the steps.</param>
    /// <param name="observe">Is told what happens.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<TopologyRunResult> RunAsync(
        TopologyRunner runner,
        Func<AgentEvent, ValueTask>? observe,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<StepRecord> recorded = await TakeAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource timer = new(
            TimeSpan.FromSeconds(execution.Config.TimeoutSeconds),
            place.TimeProvider
        );
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(
            timer.Token,
            cancellationToken
        );
        Heartbeat heartbeat = new(place, execution.Id, _owner, ending);
        ExecutionSitting sitting = Sitting(runner, observe);
        ExecutionRun run = new(sitting, recorded);
        using ExecutionSteps steps = new(execution, sitting, run, recorded);
        ExecutionEnd end;
        await using (heartbeat.ConfigureAwait(false))
        await using (run.ConfigureAwait(false))
        {
            end = await CarryOutAsync(runner, steps, timer.Token, ending.Token).ConfigureAwait(false);
        }

        heartbeat.ThrowIfLost();
        await place.Store.Executions.EndAsync(execution.Id, _owner, end).ConfigureAwait(false);
        return ResultOf(
            execution with
            {
                Status = end.Status,
                Output = end.Output,
                Error = end.Error,
                CompletedAt = end.At,
                RunnerType = runnerType,
            },
            run.Usage
        );
    }

    /// <summary>An execution's outcome.</summary>
    public static TopologyRunResult ResultOf(ExecutionRecord execution, Usage usage) =>
        new()
        {
            ExecutionId = execution.Id,
            Status = execution.Status,
            Output = execution.Output,
            Error = execution.Error,
            StartedAt = execution.StartedAt,
            CompletedAt = execution.CompletedAt,
            RunnerType = execution.RunnerType,
            TopologyName = execution.Topology.Name,
            CorrelationId = execution.Config.CorrelationId,
            Usage = usage,
        };

    private async Task<IReadOnlyList<StepRecord>> TakeAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = place.TimeProvider.GetUtcNow();
        Lease lease = new(_owner, now + place.LeaseTime);
        if (isNew)
        {
            await place.Store.Executions.CreateAsync(execution, lease, cancellationToken).ConfigureAwait(false);
            return [];
        }

        Lease? holder = await AcquireAsync(lease, now, cancellationToken).ConfigureAwait(false);
        if (holder is not null && LeaseHolder.IsGone(holder))
        {
            // Whoever of several is first makes the lease end later, so that the others find it held.
            holder = await AcquireAsync(lease, holder.Until, cancellationToken).ConfigureAwait(false);
        }

        if (holder is not null)
        {
            throw new ExecutionInUseException(execution.Id, LeaseHolder.Describe(holder));
        }

        IReadOnlyList<StepRecord> steps = await place
            .Store.Executions.ReadStepsAsync(execution.Id, cancellationToken)
            .ConfigureAwait(false);

        // Of an execution that failed, what failed is tried again. Where a process died, a failure that others
        // went on from is taken as it was.
        return execution.Status == ExecutionStatus.Failed ? [.. steps.Where(step => step.Succeeded)] : steps;
    }

    private Task<Lease?> AcquireAsync(Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        place.Store.Executions.AcquireAsync(execution.Id, lease, now, runnerType, cancellationToken);

    private ExecutionSitting Sitting(TopologyRunner runner, Func<AgentEvent, ValueTask>? observe) =>
        new()
        {
            ExecutionId = execution.Id,
            Owner = _owner,
            Store = place.Store,
            Agents = place.Agents,
            Capabilities = place.Capabilities,
            Tools = place.Tools,
            Config = execution.Config,
            Permits = runner.Permits,
            IsOrdered = runner.IsOrdered,
            Observe = observe,
            TimeProvider = place.TimeProvider,
            Random = place.Random,
        };

    private async Task<ExecutionEnd> CarryOutAsync(
        TopologyRunner runner,
        ExecutionSteps steps,
        CancellationToken timer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (runner.TellsRecorded)
            {
                await steps.BeginAsync().ConfigureAwait(false);
            }

            await runner.CarryOutStepsAsync(steps, cancellationToken).ConfigureAwait(false);
            JsonObject output = await steps.OutputAsync(runnerType).ConfigureAwait(false);
            return End(ExecutionStatus.Completed, output, error: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return timer.IsCancellationRequested
                ? End(
                    ExecutionStatus.Failed,
                    output: null,
                    $"The execution took longer than {execution.Config.TimeoutSeconds} s (`timeout_seconds`); resume it to go on"
                )
                : End(ExecutionStatus.Cancelled, output: null, "The execution was cancelled; resume it to go on");
        }
        catch (LeaseLostException)
        {
            throw;
        }
        catch (ExecutionPausedException paused)
        {
            return End(ExecutionStatus.Paused, output: null, paused.Message);
        }
        catch (Exception error)
        {
            return End(ExecutionStatus.Failed, output: null, error.Message);
        }
    }

    private ExecutionEnd End(ExecutionStatus status, JsonObject? output, string? error) =>
        new(status, output, error, place.TimeProvider.GetUtcNow());
}
