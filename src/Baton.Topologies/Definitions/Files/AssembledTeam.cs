using Baton.Configuration;
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
                missing.Add($"`{agent}`");
            }
        }

        return missing.Count == 0
            ? new AssembledTeam(topology, agents)
            : throw new TopologyException(
                $"The topology `{name}` names agents that are not there: {string.Join(", ", missing)}; "
                    + "`baton agents create` or `baton agents import` makes them"
            );
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
