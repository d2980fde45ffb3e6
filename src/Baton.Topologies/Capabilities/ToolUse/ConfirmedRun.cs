using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>
/// A run of a model some of whose tools wait for a person. The run is kept as it stands when it pauses, so that it goes on in
/// another process without repeating what was said and done.
/// </summary>
internal sealed class ConfirmedRun(Agent agent, CapableTurn turn, CapableAgent owner, string runId, int number)
{
    private const string Run = "run";

    private CapabilityStep Step => turn.Step;

    private IAgentStates States => owner.Place.States;

    private string StateKey => PausedRunKey.Of(Step.Key, number);

    /// <summary>Takes the turn, or goes on with it.</summary>
    /// <exception cref="ExecutionPausedException">A person has to decide about a call first.</exception>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Baton.Agents.Turn message,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        StreamingRunner runner = new(agent, agent.Config with { RunId = runId });
        PausedRun? paused = await ReadAsync(cancellationToken).ConfigureAwait(false);
        using IDisposable? registration = paused is null ? null : owner.Register(paused.RunId, turn);
        IAsyncEnumerable<AgentEvent> events;
        if (paused is null)
        {
            events = runner.RunAsync(message.Input, message.History, cancellationToken);
        }
        else
        {
            Dictionary<string, ToolApproval> decisions = await AskAsync(paused, cancellationToken)
                .ConfigureAwait(false);
            yield return new UsageEvent(paused.Usage);
            events = runner.ResumeAsync(paused, decisions, cancellationToken);
        }

        RunResult? result = null;
        await foreach (AgentEvent happened in events.ConfigureAwait(false))
        {
            if (happened is RunEndedEvent ended)
            {
                result = ended.Result;
            }
            else
            {
                yield return happened;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (result?.Paused is { } waiting)
        {
            await States
                .WriteAsync(owner.Name, StateKey, new JsonObject { [Run] = waiting.ToJson() }, cancellationToken)
                .ConfigureAwait(false);
            await AskAsync(waiting, cancellationToken).ConfigureAwait(false);
        }
        else if (paused is not null)
        {
            await States.RemoveAsync(owner.Name, StateKey, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Dictionary<string, ToolApproval>> AskAsync(PausedRun paused, CancellationToken cancellationToken)
    {
        ApprovalQuestion[] questions =
        [
            .. paused.Approvals.Select(call => new ApprovalQuestion(
                $"{Step.Path}/{call.CallId}",
                Step.Slot,
                Step.Agent.Name,
                $"May `{Step.Agent.Name}` call `{call.ToolName}`?"
            )
            {
                Context = call.Arguments is { } arguments ? TopologyJson.Write(arguments) : "{}",
            }),
        ];
        IReadOnlyList<ApprovalDecision> decisions = await owner
            .Place.Gate.AskAsync(questions, cancellationToken)
            .ConfigureAwait(false);
        return paused
            .Approvals.Zip(decisions)
            .ToDictionary(
                each => each.First.CallId,
                each => new ToolApproval(each.Second.IsApproved, each.Second.Comment),
                StringComparer.Ordinal
            );
    }

    private async Task<PausedRun?> ReadAsync(CancellationToken cancellationToken)
    {
        JsonObject? state = await States.ReadAsync(owner.Name, StateKey, cancellationToken).ConfigureAwait(false);
        return state?[Run] is JsonValue json ? PausedRun.FromJson(json.GetValue<string>()) : null;
    }
}
