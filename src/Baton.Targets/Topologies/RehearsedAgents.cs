using Baton.Agents;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Targets.Topologies;

/// <summary>Agents of a team that know in whose conversation they are: the user, the trace, who approves tools.</summary>
/// <param name="agents">Makes them; is somebody else's to dispose.</param>
/// <param name="outer">The conversation with the team.</param>
internal sealed class RehearsedAgents(IAgentSource agents, ConversationContext outer) : IAgentSource
{
    /// <inheritdoc/>
    public IAgent Create(AgentType agent, AnswerForm? form) => new Rehearsed(agents.Create(agent, form), outer);

    /// <inheritdoc/>
    public IAgent Create(AgentSetup setup) => new Rehearsed(agents.Create(setup), outer);

    private sealed class Rehearsed(IAgent agent, ConversationContext outer) : IAgent, IAsyncDisposable
    {
        public string Name => agent.Name;

        public IConversation StartConversation(ConversationContext context) =>
            agent.StartConversation(
                context with
                {
                    Persona = outer.Persona,
                    Iteration = outer.Iteration,
                    AutoApproveTools = outer.AutoApproveTools,
                    ApproveTool = outer.ApproveTool,
                    TraceParent = outer.TraceParent,
                }
            );

        public ValueTask DisposeAsync() => (agent as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
