using System.CommandLine;
using Baton.Configuration;
using Baton.Targets.Topologies;
using Baton.Topologies;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Finds the topology a command line means, and its agents.</summary>
internal static class TeamSource
{
    /// <summary>Reads a file of agents and topologies; what is kept in the store may be named in it.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with it; all of it is named.</exception>
    public static async Task<TeamFile> ReadFileAsync(ToolSession session, ITopologyStore store, string file)
    {
        TeamReading reading = await new TeamReading { ShownAs = file, CheckTarget = TargetAgents.Check }.WithAsync(
            store.Catalog,
            CancellationToken.None
        );
        return TeamFile.Read(Path.GetFullPath(file, session.WorkingDirectory), reading);
    }

    /// <summary>The topology with everybody in it.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with the file.</exception>
    /// <exception cref="Baton.Topologies.TopologyException">There is no such topology, or agents of it are missing.</exception>
    public static async Task<AssembledTeam> AssembleAsync(
        ToolSession session,
        ITopologyStore store,
        TopologySource source,
        ParseResult parsed
    )
    {
        if (parsed.GetValue(source.File) is { } file)
        {
            return (await ReadFileAsync(session, store, file)).Assemble(parsed.GetValue(source.Name));
        }

        string name = parsed.GetValue(source.Name)!;
        await FoundDefinition.TopologyAsync(store.Catalog, name);
        return await AssembledTeam.FromCatalogAsync(name, store.Catalog, CancellationToken.None);
    }

    /// <summary>The topology with everybody in it, after a check of everything.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is named.</exception>
    public static async Task<AssembledTeam> CheckAsync(
        ToolSession session,
        ITopologyStore store,
        TopologySource source,
        ParseResult parsed
    )
    {
        if (parsed.GetValue(source.File) is not null)
        {
            AssembledTeam team = await AssembleAsync(session, store, source, parsed);
            TopologyCheck.Run(team.Topology, team.Agents, new TopologyRunConfig());
            return team;
        }

        string name = parsed.GetValue(source.Name)!;
        await FoundDefinition.TopologyAsync(store.Catalog, name);
        return await AssembledTeam.CheckedFromCatalogAsync(name, store.Catalog, CancellationToken.None);
    }

    /// <summary>The topology, and of its agents those that are there.</summary>
    /// <inheritdoc cref="AssembleAsync"/>
    public static async Task<AssembledTeam> FindAsync(
        ToolSession session,
        ITopologyStore store,
        TopologySource source,
        ParseResult parsed
    )
    {
        if (parsed.GetValue(source.File) is not null)
        {
            return await AssembleAsync(session, store, source, parsed);
        }

        Topology topology = await FoundDefinition.TopologyAsync(store.Catalog, parsed.GetValue(source.Name)!);
        IReadOnlyList<AgentType> agents = await store.Catalog.ListAgentsAsync(role: null, CancellationToken.None);
        return new AssembledTeam(topology, agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal));
    }
}
