using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>A conversation with an agent of the runtime: each turn is a run that continues the last one's history.</summary>
internal sealed class AgentConversation(Agent agent, ConversationContext context) : IConversation
{
    private IReadOnlyList<ChatMessage>? _history;

    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        RunStart start;
        AgentError? misuse = null;
        try
        {
            start = RunStart.Create(agent, Config(turn)) with
            {
                Input = turn.Input,
                History = _history ?? turn.History,
            };
        }
        catch (AgentException error)
        {
            start = null!;
            misuse = new AgentError(ErrorKind.Start, error.Message);
        }

        if (misuse is not null)
        {
            yield return new ErrorEvent(misuse);
            yield break;
        }

        await foreach (
            AgentEvent happened in StreamingRunner
                .EnumerateAsync(start, cancellationToken, CancellationToken.None)
                .ConfigureAwait(false)
        )
        {
            if (happened is not RunEndedEvent { Result: var result })
            {
                yield return happened;
                continue;
            }

            _history = result.History;
            if (result.Status == RunStatus.Cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (result.Paused is { } paused)
            {
                yield return new ErrorEvent(
                    new AgentError(
                        ErrorKind.Agent,
                        $"The tool `{paused.Approvals[0].ToolName}` requires approval and nobody is there to give it"
                    )
                );
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private RunConfig Config(Turn turn)
    {
        RunConfig config = agent.Config;
        return config with
        {
            RunId = turn.Number == 1 ? context.RunId : $"{context.RunId}-{turn.Number}",
            ApproveTool =
                context.AutoApproveTools == true
                    ? static (_, _) => new ValueTask<ToolApproval>(new ToolApproval(Approved: true))
                    : context.ApproveTool ?? config.ApproveTool,
        };
    }
}
