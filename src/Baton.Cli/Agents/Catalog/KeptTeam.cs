using System.CommandLine;
using Baton.Cli.Agents.Topologies;
using Baton.Cli.Parsing;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Keeps what a file describes.</summary>
internal static class KeptTeam
{
    /// <summary>Reads a file; what is kept already may be named in it.</summary>
    /// <exception cref="Configuration.ConfigurationException">Something is wrong with it; all of it is named.</exception>
    public static async Task<TeamFile> ReadAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string file
    )
    {
        // A store that is not there yet is made only when everything is right.
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        return await TeamSource.ReadFileAsync(session, store, file);
    }

    /// <summary>Refuses agents and topologies that are kept already.</summary>
    /// <exception cref="Configuration.ConfigurationException">There are some; all of them are named.</exception>
    public static async Task RefuseExistingAsync(TeamFile team, ICatalog catalog)
    {
        UsageErrors errors = new();
        foreach (AgentType agent in team.Agents)
        {
            errors.AddIf(
                await catalog.FindAgentAsync(agent.Name, CancellationToken.None) is not null,
                "--replace",
                $"is missing: there is an agent `{agent.Name}` already"
            );
        }

        foreach (Topology topology in team.Topologies)
        {
            errors.AddIf(
                await catalog.FindTopologyAsync(topology.Name, CancellationToken.None) is not null,
                "--replace",
                $"is missing: there is a topology `{topology.Name}` already"
            );
        }

        errors.ThrowIfAny();
    }

    /// <summary>Keeps all of it, and says so.</summary>
    public static async Task SaveAsync(ToolSession session, TeamFile team, ICatalog catalog)
    {
        foreach (AgentType agent in team.Agents)
        {
            await catalog.SaveAgentAsync(agent, CancellationToken.None);
            await session.Error.WriteLineAsync($"kept the agent {agent.Name}");
        }

        foreach (Topology topology in team.Topologies)
        {
            await catalog.SaveTopologyAsync(topology, CancellationToken.None);
            await session.Error.WriteLineAsync($"kept the topology {topology.Name}");
        }
    }
}
