using System.Collections.Concurrent;
using Baton.Agents;
using Baton.Configuration;
using Baton.Topologies;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;

namespace Baton.Targets.Topologies;

/// <summary>Agents of a team: models, and agents that live elsewhere where a description has a <c>target:</c> section.</summary>
/// <remarks>
/// A section is started once, however many slots, steps and executions use it, and ends when this is disposed. Keys of
/// models and <c>${NAME}</c> in sections come from the variables of the environment. Safe for concurrent use.
/// </remarks>
public sealed class TargetAgents : IAgentSource, IAsyncDisposable
{
    private readonly TargetEnvironment _environment;
    private readonly ProjectModels _models;
    private readonly IAgentSource _modelAgents;
    private readonly ConcurrentDictionary<string, Lazy<ITarget>> _targets = new(StringComparer.Ordinal);

    /// <summary>Agents for a place.</summary>
    /// <param name="environment">Where targets are started from.</param>
    public TargetAgents(TargetEnvironment environment)
    {
        _environment = environment;
        _models = new ProjectModels(environment);
        _modelAgents = new ModelAgents(_models.Connect, environment.TimeProvider);
    }

    /// <summary>Says what is wrong with <c>target:</c> sections of team files; see <see cref="TeamReading.CheckTarget"/>.</summary>
    public static TargetCheck Check => TargetSection.Check;

    /// <summary>Gathers what must not be shown of a team: the secrets in its <c>target:</c> sections.</summary>
    /// <param name="agents">The team.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="secrets">Where secrets are gathered; those of the environment come with them.</param>
    public static void CollectSecrets(
        IEnumerable<AgentType> agents,
        IReadOnlyDictionary<string, string> variables,
        SecretCollector secrets
    )
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(secrets);
        secrets.AddNamedLikeSecrets(variables);
        foreach (AgentType agent in agents)
        {
            TargetSection.CollectSecrets(agent, variables, secrets);
        }
    }

    /// <inheritdoc/>
    public IAgent Create(AgentType agent, AnswerForm? form)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Config.Target is null
            ? _modelAgents.Create(agent, form)
            : new SlotAgent(agent.Name, TargetOf(agent), form);
    }

    /// <inheritdoc/>
    public IAgent Create(AgentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return !setup.IsTarget ? _modelAgents.Create(setup)
            : setup.Tools.Count == 0
                ? new SlotAgent(setup.Agent.Name, TargetOf(setup.Agent), setup.Form)
                {
                    Before = [.. setup.Instructions],
                }
            : throw new TopologyException(
                $"The agent `{setup.Agent.Name}` is a target, which has tools of its own; take away those of its capabilities"
            );
    }

    /// <summary>Finds out whether everybody in a team can be reached, without asking anybody anything.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What is in the way of the first that cannot, or <see langword="null"/>.</returns>
    public async ValueTask<AgentError?> ProbeAsync(
        IEnumerable<AgentType> agents,
        CancellationToken cancellationToken = default
    )
    {
        foreach (AgentType agent in agents)
        {
            if (await ProbeAsync(agent, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem with { Message = $"agent `{agent.Name}`: {problem.Message}" };
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<ITarget> target in _targets.Values.Where(target => target.IsValueCreated))
        {
            await target.Value.DisposeAsync().ConfigureAwait(false);
        }

        _models.Dispose();
    }

    private async ValueTask<AgentError?> ProbeAsync(AgentType agent, CancellationToken cancellationToken)
    {
        try
        {
            if (agent.Config.Target is not null)
            {
                return await TargetOf(agent).ProbeAsync(cancellationToken).ConfigureAwait(false);
            }

            _models.Connect(agent.Config.Model).Dispose();
            return null;
        }
        catch (BatonException missing)
        {
            return new AgentError(ErrorKind.Start, missing.Message);
        }
    }

    private ITarget TargetOf(AgentType agent) =>
        _targets
            .GetOrAdd(
                agent.Config.Target!.ToJsonString(),
                static (_, made) =>
                    new Lazy<ITarget>(
                        () =>
                            TargetFactory.Create(
                                TargetSection.Read(made.Agent, made.Place.Variables),
                                made.Place with
                                {
                                    CallLimit = null,
                                }
                            ),
                        LazyThreadSafetyMode.ExecutionAndPublication
                    ),
                (Agent: agent, Place: _environment)
            )
            .Value;
}
