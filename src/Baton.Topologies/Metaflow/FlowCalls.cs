using Baton.Topologies.Execution;
using Baton.Topologies.Runners;

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
        TopologyCheck.Run(execution.Topology, execution.Agents, execution.Config);
        Dictionary<string, StepRecord> ended = new(StringComparer.Ordinal);
        foreach (StepRecord step in request.Steps)
        {
            ended[step.Path] = step;
        }

        IReadOnlyList<StepRecord> taken =
            request.Step is { } path && !ended.ContainsKey(path)
                ? await TakeAsync(execution, path, ended, cancellationToken).ConfigureAwait(false)
                : [];
        foreach (StepRecord step in taken)
        {
            ended[step.Path] = step;
        }

        FlowAnswer answer = await AnswerAsync(execution, ended).ConfigureAwait(false);
        if (request.Save)
        {
            await new SavedFlow(place, execution)
                .SaveAsync([.. ended.Values.OrderBy(step => step.StartedAt)], answer, cancellationToken)
                .ConfigureAwait(false);
        }

        return answer with
        {
            Steps = taken,
        };
    }

    private static async Task<FlowAnswer> AnswerAsync(
        FlowExecution execution,
        IReadOnlyDictionary<string, StepRecord> ended
    )
    {
        ReplayOutcome outcome = await ReplayAsync(execution, ended).ConfigureAwait(false);
        return new FlowAnswer
        {
            Asked = [.. outcome.Asked.Select(question => question.Path)],
            Next = [.. outcome.Next.Select(question => question.Path)],
            Status =
                outcome.Output is not null ? ExecutionStatus.Completed
                : outcome.Error is not null ? ExecutionStatus.Failed
                : ExecutionStatus.Running,
            Output = outcome.Output,
            Error = outcome.Error,
        };
    }

    private static Task<ReplayOutcome> ReplayAsync(
        FlowExecution execution,
        IReadOnlyDictionary<string, StepRecord> ended
    ) => Replay.OfAsync(execution.Topology, execution.Agents, execution.Input, ended);

    // Where a part of a topology failed, the flow still comes to the part's later steps; nobody asks for those.
    private async Task<IReadOnlyList<StepRecord>> TakeAsync(
        FlowExecution execution,
        string path,
        Dictionary<string, StepRecord> ended,
        CancellationToken cancellationToken
    )
    {
        ReplayOutcome outcome = await ReplayAsync(execution, ended).ConfigureAwait(false);
        StepQuestion? question = outcome.Next.FirstOrDefault(next => next.Path == path);
        return question is null
            ? []
            :
            [
                await StoredAsync(execution, path, cancellationToken).ConfigureAwait(false)
                    ?? await CarryOutAsync(execution, question, cancellationToken).ConfigureAwait(false),
            ];
    }

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

    private async Task<StepRecord> CarryOutAsync(
        FlowExecution execution,
        StepQuestion question,
        CancellationToken cancellationToken
    )
    {
        using SemaphoreSlim permits = new(1);
        ExecutionSitting sitting = new()
        {
            ExecutionId = execution.Id,
            Owner = "",
            Store = place.Store,
            Agents = place.Agents,
            // The flow keeps the step.
            Config = execution.Config with
            {
                CheckpointEnabled = false,
            },
            Permits = permits,
            TimeProvider = place.TimeProvider,
            Random = place.Random,
        };
        ExecutionRun run = new(sitting, recorded: []);
        await using (run.ConfigureAwait(false))
        {
            StepReply reply = await run.StepAsync(question, cancellationToken).ConfigureAwait(false);
            return reply.Record;
        }
    }
}
