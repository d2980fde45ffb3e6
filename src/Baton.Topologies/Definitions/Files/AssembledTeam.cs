using Baton.Configuration;
using Baton.Topologies.Patterns;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Definitions.Files;

/// <summary>A topology and everybody in it, as a runner takes them.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Agents">Its agents, by name.</param>
public sealed record AssembledTeam(Topology Topology, IReadOnlyDictionary<string, AgentType> Agents)
{
    /// <summary>Puts a team together of what a catalog keeps.</summary>
    /// <param name="name">The topology.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="TopologyException">The topology or an agent of it is not there; every one that is missing is named.</exception>
    public static async Task<AssembledTeam> FromCatalogAsync(
        string name,
        ICatalog catalog,
        CancellationToken cancellationToken
    )
    {
        (AssembledTeam team, IReadOnlyList<string> missing) = await FindAsync(name, catalog, cancellationToken)
            .ConfigureAwait(false);
        return missing.Count == 0
            ? team
            : throw new TopologyException(
                $"The topology `{name}` names agents that are not there: {string.Join(", ", missing.Select(agent => $"`{agent}`"))}; "
                    + "`baton agents create` or `baton agents import` makes them"
            );
    }

    /// <summary>As <see cref="FromCatalogAsync"/>, with a check of everything.</summary>
    /// <inheritdoc cref="FromCatalogAsync"/>
    /// <exception cref="TopologyException">The topology is not there.</exception>
    /// <exception cref="ConfigurationException">It cannot run; all that is wrong with it is named, agents that are missing too.</exception>
    public static async Task<AssembledTeam> CheckedFromCatalogAsync(
        string name,
        ICatalog catalog,
        CancellationToken cancellationToken
    )
    {
        (AssembledTeam team, IReadOnlyList<string> missing) = await FindAsync(name, catalog, cancellationToken)
            .ConfigureAwait(false);
        ConfigurationErrors errors = new();
        ConfigurationPlace place = new(name);
        Dictionary<string, AgentType> seated = new(team.Agents, StringComparer.Ordinal);
        foreach (string agent in missing)
        {
            errors.Add(
                place,
                "members",
                $"there is no agent `{agent}`; `baton agents create` or `baton agents import` makes it"
            );
            // In its place, so that its slot is not called empty as well.
            seated.Add(agent, new AgentType { Name = agent, Role = AgentRole.Observer });
        }

        foreach (Problem problem in TopologyCheck.Problems(team.Topology, seated, new TopologyRunConfig()).Distinct())
        {
            errors.Add(place, problem.Part + problem.Key, problem.Message);
        }

        errors.ThrowIfAny();
        return team;
    }

    private static async Task<(AssembledTeam Team, IReadOnlyList<string> Missing)> FindAsync(
        string name,
        ICatalog catalog,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Topology topology =
            await catalog.FindTopologyAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw await UnknownAsync(name, catalog, cancellationToken).ConfigureAwait(false);
        Dictionary<string, AgentType> agents = new(StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string agent in TeamMembers.AgentsOf(topology).Distinct(StringComparer.Ordinal))
        {
            if (await catalog.FindAgentAsync(agent, cancellationToken).ConfigureAwait(false) is { } found)
            {
                agents.Add(agent, found);
            }
            else
            {
                missing.Add(agent);
            }
        }

        return (new AssembledTeam(topology, agents), missing);
    }

    private static async Task<TopologyException> UnknownAsync(
        string name,
        ICatalog catalog,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<Topology> there = await catalog.ListTopologiesAsync(cancellationToken).ConfigureAwait(false);
        return new TopologyException(
            $"There is no topology `{name}`; `baton agents topologies list` shows those there are"
                + Suggestion.Hint(name, there.Select(topology => topology.Name))
        );
    }
}
