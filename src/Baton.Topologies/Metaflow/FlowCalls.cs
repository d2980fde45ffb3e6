using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Metaflow;

/// <summary>Answers what generated flows ask: <c>baton agents invoke</c>. Safe for concurrent use.</summary>
/// <param name="place">The store, and who makes the agents.</param>
/// <remarks>
/// Prompts and rules stand in the topology's pattern alone. The pattern is replayed over the steps that ended, up to the
/// one that is asked for; that one is carried out, here.
/// </remarks>
public sealed class FlowCalls(RunnerPlace place)
{
    /// <summary>Does what a flow asks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the step.</param>
    /// <returns>The answer; a step that failed, and an execution that did, are answers too.</returns>
    /// <exception cref="TopologyException">The topology is wrong, or the store cannot be used.</exception>
    public async Task<FlowAnswer> AnswerAsync(FlowRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        FlowExecution execution = request.Execution;
        TopologyCheck.Run(execution.Topology, execution.Agents, execution.Config, place);
        Dictionary<string, StepRecord> ended = new(StringComparer.Ordinal);
        foreach (StepRecord step in request.Steps)
        {
            ended[step.Path] = step;
        }

        using SemaphoreSlim permits = new(1);
        NotedApprovals approvals = new(
            execution.IsFollowed
                ? request.Approvals
                : await StoredApprovalsAsync(execution, cancellationToken).ConfigureAwait(false)
        );
        ExecutionSitting sitting = Sitting(execution, approvals, permits);
        IReadOnlyList<StepRecord> taken =
            request.Step is { } path && !ended.ContainsKey(path)
                ? await TakeAsync(execution, sitting, path, ended, cancellationToken).ConfigureAwait(false)
                : [];
        foreach (StepRecord step in taken)
        {
            ended[step.Path] = step;
        }

        FlowAnswer answer = request.Output is { } made
            ? new FlowAnswer
            {
                Asked = [],
                Next = [],
                Status = ExecutionStatus.Completed,
                Output = made,
            }
            : Answer(taken, await ReplayAsync(execution, sitting, ended).ConfigureAwait(false));
        if (request.Save)
        {
            await new SavedFlow(place, execution)
                .SaveAsync([.. ended.Values.OrderBy(step => step.StartedAt)], answer, approvals, cancellationToken)
                .ConfigureAwait(false);
        }

        return answer;
    }

    private static FlowAnswer Answer(IReadOnlyList<StepRecord> taken, ReplayOutcome outcome) =>
        new()
        {
            Steps = taken,
            Asked = [.. outcome.Asked.Select(question => question.Path)],
            Next = [.. outcome.Next.Select(question => question.Path)],
            Status = outcome.Status,
            Output = outcome.Output,
            Error = outcome.Failure?.Message,
        };

    private static Task<ReplayOutcome> ReplayAsync(
        FlowExecution execution,
        ExecutionSitting sitting,
        IReadOnlyDictionary<string, StepRecord> ended
    ) => Replay.OfAsync(execution.Topology, execution.Agents, execution.Input, sitting, ended);

    // Where a part of a topology failed, the flow still comes to the part's later steps; nobody asks for those.
    private async Task<IReadOnlyList<StepRecord>> TakeAsync(
        FlowExecution execution,
        ExecutionSitting sitting,
        string path,
        Dictionary<string, StepRecord> ended,
        CancellationToken cancellationToken
    )
    {
        ReplayOutcome outcome = await ReplayAsync(execution, sitting, ended).ConfigureAwait(false);
        StepQuestion? question = outcome.Next.FirstOrDefault(next => next.Path == path);
        return question is null
            ? []
            :
            [
                await StoredAsync(execution, path, cancellationToken).ConfigureAwait(false)
                    ?? await CarryOutAsync(sitting, question, cancellationToken).ConfigureAwait(false),
            ];
    }

    private async Task<IReadOnlyList<Approval>> StoredApprovalsAsync(
        FlowExecution execution,
        CancellationToken cancellationToken
    ) =>
        await place.Store.Executions.FindAsync(execution.Id, cancellationToken).ConfigureAwait(false) is not null
            ? await place.Store.Approvals.ReadAsync(execution.Id, cancellationToken).ConfigureAwait(false)
            : [];

    private async Task<StepRecord?> StoredAsync(
        FlowExecution execution,
        string path,
        CancellationToken cancellationToken
    )
    {
        // Who follows a flow has given it everything that is in the store.
        if (
            execution.IsFollowed
            || await place.Store.Executions.FindAsync(execution.Id, cancellationToken).ConfigureAwait(false) is null
        )
        {
            return null;
        }

        IReadOnlyList<StepRecord> stored = await place
            .Store.Executions.ReadStepsAsync(execution.Id, cancellationToken)
            .ConfigureAwait(false);
        return stored.LastOrDefault(step => step.Path == path && step.Succeeded);
    }

    private static async Task<StepRecord> CarryOutAsync(
        ExecutionSitting sitting,
        StepQuestion question,
        CancellationToken cancellationToken
    )
    {
        ExecutionRun run = new(sitting, recorded: []);
        await using (run.ConfigureAwait(false))
        {
            StepReply reply = await run.TakeAsync(question, cancellationToken).ConfigureAwait(false);
            return reply.Record;
        }
    }

    private ExecutionSitting Sitting(FlowExecution execution, NotedApprovals approvals, SemaphoreSlim permits) =>
        new()
        {
            ExecutionId = execution.Id,
            Owner = "",
            Store = new NotedStore(place.Store, approvals),
            Agents = place.Agents,
            Capabilities = place.Capabilities,
            Tools = place.Tools,
            // The flow keeps the step.
            Config = execution.Config with
            {
                CheckpointEnabled = false,
            },
            Permits = permits,
            TimeProvider = place.TimeProvider,
            Random = place.Random,
        };
}
