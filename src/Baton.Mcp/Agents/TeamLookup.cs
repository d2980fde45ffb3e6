using Baton.Configuration;
using Baton.Mcp.Places;
using Baton.Mcp.Tools;
using Baton.Targets.Topologies;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Mcp.Agents;

/// <summary>Finds agents and topologies: those of a team file inside the root, or those that are kept in the store.</summary>
/// <param name="room">What tools share.</param>
/// <param name="store">The store.</param>
internal sealed class TeamLookup(ToolRoom room, ITopologyStore store)
{
    private const string Scripted = "scripted:";

    /// <summary>Reads a team file; what is kept may be named in it.</summary>
    /// <param name="file">The file as a call names it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ConfigurationException">Something is wrong with it; all of it is named.</exception>
    public async Task<TeamFile> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        string path = room.Root.Resolve(file);
        TeamReading reading = await new TeamReading { ShownAs = file, CheckTarget = TargetAgents.Check }
            .WithAsync(store.Catalog, cancellationToken)
            .ConfigureAwait(false);
        return TeamFile.Read(path, reading);
    }

    /// <summary>The topology of a call with everybody in it.</summary>
    /// <param name="name">Its name; may be left out for a file with one.</param>
    /// <param name="file">The team file, or <see langword="null"/> for the store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Baton.Topologies.TopologyException">There is none, or agents of it are missing.</exception>
    public async Task<AssembledTeam> TopologyAsync(string? name, string? file, CancellationToken cancellationToken)
    {
        AssembledTeam team;
        if (file is not null)
        {
            team = (await ReadFileAsync(file, cancellationToken).ConfigureAwait(false)).Assemble(name);
        }
        else if (name is null)
        {
            throw new ToolCallException("name the `topology`, or a `file` that holds one");
        }
        else
        {
            IReadOnlyList<Topology> kept = await store
                .Catalog.ListTopologiesAsync(cancellationToken)
                .ConfigureAwait(false);
            team = kept.Any(topology => topology.Name == name)
                ? await AssembledTeam.FromCatalogAsync(name, store.Catalog, cancellationToken).ConfigureAwait(false)
                : throw None("topology", name, kept.Select(topology => topology.Name), "list_topologies");
        }

        Check(team.Agents.Values);
        return team;
    }

    /// <summary>The agent of a call.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">The team file, or <see langword="null"/> for the store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AgentType> AgentAsync(string name, string? file, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentType> known = await AgentsAsync(file, role: null, cancellationToken).ConfigureAwait(false);
        AgentType agent =
            known.FirstOrDefault(agent => agent.Name == name)
            ?? throw None("agent", name, known.Select(agent => agent.Name), "list_agents");
        Check([agent]);
        return agent;
    }

    /// <summary>The agents of a file or of the store, by name.</summary>
    public async Task<IReadOnlyList<AgentType>> AgentsAsync(
        string? file,
        AgentRole? role,
        CancellationToken cancellationToken
    )
    {
        if (file is null)
        {
            return await store.Catalog.ListAgentsAsync(role, cancellationToken).ConfigureAwait(false);
        }

        TeamFile team = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        return
        [
            .. team
                .Agents.Where(agent => role is null || agent.Role == role)
                .OrderBy(agent => agent.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The topologies of a file or of the store, by name.</summary>
    public async Task<IReadOnlyList<Topology>> TopologiesAsync(string? file, CancellationToken cancellationToken) =>
        file is null
            ? await store.Catalog.ListTopologiesAsync(cancellationToken).ConfigureAwait(false)
            : (await ReadFileAsync(file, cancellationToken).ConfigureAwait(false)).Topologies;

    /// <summary>Refuses agents whose scripts are outside of the root.</summary>
    /// <exception cref="OutsideRootException">There is one.</exception>
    public void Check(IEnumerable<AgentType> agents)
    {
        foreach (AgentType agent in agents)
        {
            if (agent.Config.Target is null && agent.Config.Model.StartsWith(Scripted, StringComparison.Ordinal))
            {
                room.Root.Resolve(agent.Config.Model[Scripted.Length..]);
            }
        }
    }

    private static ToolCallException None(string what, string name, IEnumerable<string> there, string list)
    {
        string hint = Suggestion.Hint(name, there);
        return new ToolCallException(
            $"there is no {what} `{name}`{(hint.Length > 0 ? hint : $"; `{list}` shows those there are")}"
        );
    }
}
