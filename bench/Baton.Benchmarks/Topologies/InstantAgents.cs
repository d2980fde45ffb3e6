using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Benchmarks.Topologies;

/// <summary>Agents that answer at once, so that only the work of topologies and stores is seen.</summary>
internal sealed class InstantAgents : IAgentSource
{
    /// <summary>What each of them says.</summary>
    public const string Answer = "Forty-two, all things considered.";

    public IAgent Create(AgentType agent, AnswerForm? form) => new Instant(agent.Name);

    private sealed class Instant(string name) : IAgent, IConversation
    {
        public string Name => name;

        public IConversation StartConversation(ConversationContext context) => this;

        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.CompletedTask;
            yield return new FinalEvent(Answer);
        }

        public ValueTask DisposeAsync() => default;
    }
}
