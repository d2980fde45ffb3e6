using Baton.Agents;
using Baton.Agents.Providers;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Definitions;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Execution;

/// <summary>Agents that are models with instructions.</summary>
/// <param name="clients">Makes the client of a model named <c>provider:model</c>. Default: <see cref="ModelClientFactory.Shared"/>.</param>
/// <param name="timeProvider">The clock. Default: the system's.</param>
public sealed class ModelAgents(Func<string, IChatClient>? clients = null, TimeProvider? timeProvider = null)
    : IAgentSource
{
    /// <inheritdoc/>
    public IAgent Create(AgentType agent, AnswerForm? form) => Create(new AgentSetup(agent, form, static _ => null));

    /// <inheritdoc/>
    public IAgent Create(AgentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        AgentConfig config = setup.Agent.Config;
        if (setup.IsTarget)
        {
            throw new TopologyException(
                $"The agent `{setup.Agent.Name}` is a target, and this runner knows models only; give it an agent source for targets"
            );
        }

        return new Agent(setup.Agent.Name, string.Join("\n\n", [Instructions(setup.Agent), .. setup.Instructions]))
        {
            Model = config.Model,
            Tools = [.. setup.Tools],
            Options = new ChatOptions
            {
                Temperature = (float)config.Temperature,
                MaxOutputTokens = config.MaxTokens,
                ResponseFormat = setup.Form?.ResponseFormat,
            },
            Config = new RunConfig
            {
                // Steps are repeated and timed by the execution, which writes down what came of them.
                Retry = new ModelRetry { MaxAttempts = 1 },
                MaxTime = Timeout.InfiniteTimeSpan,
                TimeoutPerTurn = Timeout.InfiniteTimeSpan,
                ToolTimeout = setup.ToolTimeout,
                MaxTurns = config.MaxToolCalls + 1,
                ModelClients = clients,
                TimeProvider = timeProvider ?? TimeProvider.System,
            },
        };
    }

    private static string Instructions(AgentType agent) =>
        agent.Config.SystemPrompt.Length > 0
            ? agent.Config.SystemPrompt
            : $"You are {agent.Name}, a {agent.Role.ToString().ToLowerInvariant()}. {agent.Description}".TrimEnd();
}
