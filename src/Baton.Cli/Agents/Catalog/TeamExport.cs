using System.CommandLine;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents export</c>.</summary>
internal static class TeamExport
{
    /// <summary>Writes what is kept as a file.</summary>
    /// <param name="session">Where.</param>
    /// <param name="option">The store.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="names">What is wanted: agents, and topologies with their agents; empty for all.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed, string[] names)
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        IReadOnlyList<AgentType> agents = await store.Catalog.ListAgentsAsync(role: null, CancellationToken.None);
        IReadOnlyList<Topology> topologies = await store.Catalog.ListTopologiesAsync(CancellationToken.None);
        if (names.Length > 0)
        {
            Check(names, agents, topologies);
            topologies = [.. topologies.Where(topology => names.Contains(topology.Name))];
            HashSet<string> wanted = [.. names, .. topologies.SelectMany(TeamMembers.AgentsOf)];
            agents = [.. agents.Where(agent => wanted.Contains(agent.Name))];
        }

        await session.Out.WriteAsync(new TeamFile { Agents = agents, Topologies = topologies }.Write());
        return ExitCodes.Ok;
    }

    private static void Check(string[] names, IReadOnlyList<AgentType> agents, IReadOnlyList<Topology> topologies)
    {
        string[] there = [.. agents.Select(agent => agent.Name), .. topologies.Select(topology => topology.Name)];
        UsageErrors errors = new();
        foreach (string name in names)
        {
            errors.AddIf(
                !there.Contains(name),
                "NAME",
                $"there is no agent or topology `{name}`{Suggestion.Hint(name, there)}"
            );
        }

        errors.ThrowIfAny();
    }
}
