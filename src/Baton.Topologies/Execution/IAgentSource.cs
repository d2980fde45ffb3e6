using Baton.Agents;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Execution;

/// <summary>Makes agents that take turns of their descriptions. Safe for concurrent use.</summary>
public interface IAgentSource
{
    /// <summary>Makes an agent; starts nothing.</summary>
    /// <param name="agent">The description, what a slot overrides in place.</param>
    /// <param name="form">The JSON its answers must be, or <see langword="null"/> for any text.</param>
    /// <returns>The agent; disposed after the execution when it can be.</returns>
    /// <exception cref="TopologyException">No agent can be made of it.</exception>
    IAgent Create(AgentType agent, AnswerForm? form);
}
