using Baton.Agents;
using Baton.Topologies.Capabilities;
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

    /// <summary>Makes an agent that capabilities have had a hand in; starts nothing.</summary>
    /// <param name="setup">The description, with tools and instructions that capabilities gave.</param>
    /// <returns>The agent; disposed after the execution when it can be.</returns>
    /// <exception cref="TopologyException">No agent can be made of it.</exception>
    IAgent Create(AgentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Tools.Count == 0 && setup.Instructions.Count == 0
            ? Create(setup.Agent, setup.Form)
            : throw new TopologyException(
                $"The agent `{setup.Agent.Name}` has tools or instructions of capabilities, which its kind of agent cannot be given"
            );
    }
}
