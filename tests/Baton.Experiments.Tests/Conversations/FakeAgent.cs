using System.Runtime.CompilerServices;
using Baton.Agents;

namespace Baton.Experiments.Tests.Conversations;

/// <summary>An agent whose turns are written in the test.</summary>
internal sealed class FakeAgent(Func<ConversationContext, Turn, IEnumerable<AgentEvent>> answer) : IAgent
{
    private int _open;

    public string Name => "fake";

    public int OpenConversations => _open;

    public List<Turn> Turns { get; } = [];

    public static FakeAgent Echo() => new((_, turn) => [new FinalEvent($"you said {turn.Input}")]);

    public IConversation StartConversation(ConversationContext context)
    {
        _open++;
        return new Conversation(this, context);
    }

    private sealed class Conversation(FakeAgent agent, ConversationContext context) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            agent.Turns.Add(turn);
            foreach (AgentEvent happened in agent.Answer(context, turn))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (happened is ToolApprovalRequestedEvent request)
                {
                    ToolApproval approval = context.ApproveTool is null
                        ? new ToolApproval(Approved: false, "no approver")
                        : await context.ApproveTool(request, cancellationToken);
                    yield return request;
                    yield return new TextEvent(
                        approval.Approved ? $"approved {approval.Arguments}" : $"denied: {approval.Reason}"
                    );
                    continue;
                }

                yield return happened;
            }
        }

        public ValueTask DisposeAsync()
        {
            agent._open--;
            return ValueTask.CompletedTask;
        }
    }

    private IEnumerable<AgentEvent> Answer(ConversationContext context, Turn turn) => answer(context, turn);
}
