using Baton.Agents;
using Baton.Configuration;
using Baton.Topologies.Definitions.Files;

namespace Baton.Targets.Topologies;

/// <summary>A team of agents that answers as one; see <c>docs/targets/topology.md</c>.</summary>
public sealed class TopologyTarget : ITarget
{
    private readonly TopologyOptions _options;
    private readonly TimeProvider _time;
    private readonly AssembledTeam _team;
    private readonly TargetAgents _agents;

    /// <summary>Reads the team; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Topology"/> is given.</param>
    /// <param name="environment">Where the team's file stands and its agents are started from.</param>
    /// <exception cref="ConfigurationException">The team's file is wrong; all of it is named.</exception>
    /// <exception cref="Baton.Topologies.TopologyException">The file holds no topology of the name.</exception>
    public TopologyTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Topology
            ?? throw new ArgumentException("`topology` is not given in the `runner` section", nameof(options));
        _time = environment.TimeProvider;
        _team = TeamFile
            .Read(
                Path.GetFullPath(_options.File, environment.ProjectDirectory),
                new TeamReading { ShownAs = _options.File, CheckTarget = TargetAgents.Check }
            )
            .Assemble(_options.Name);
        TargetEnvironment inner = environment.Inside(options);
        int atOnce = _options.Runner == TeamRunner.Async ? _options.MaxConcurrent : 1;
        _agents = new TargetAgents(inner with { MaxConcurrency = inner.MaxConcurrency * atOnce });
    }

    /// <inheritdoc/>
    public string Name => _team.Topology.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new TeamConversation(_team, _options, _agents, context, _time);

    /// <summary>Whether every agent of the team can be reached: keys of models are there, targets start.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _agents.ProbeAsync(_team.Agents.Values, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _agents.DisposeAsync();
}
