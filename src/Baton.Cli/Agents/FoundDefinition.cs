using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents;

/// <summary>Finds the agent or topology a command line names.</summary>
internal static class FoundDefinition
{
    /// <summary>The agent.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public static async Task<AgentType> AgentAsync(ICatalog catalog, string name) =>
        await catalog.FindAgentAsync(name, CancellationToken.None) ?? throw await NoAgentAsync(catalog, name);

    /// <summary>The topology.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public static async Task<Topology> TopologyAsync(ICatalog catalog, string name) =>
        await catalog.FindTopologyAsync(name, CancellationToken.None) ?? throw await NoTopologyAsync(catalog, name);

    /// <summary>There is no such agent.</summary>
    public static async Task<ConfigurationException> NoAgentAsync(ICatalog catalog, string name) =>
        None(
            "agent",
            name,
            (await catalog.ListAgentsAsync(role: null, CancellationToken.None)).Select(agent => agent.Name),
            "baton agents list"
        );

    /// <summary>There is no such topology.</summary>
    public static async Task<ConfigurationException> NoTopologyAsync(ICatalog catalog, string name) =>
        None(
            "topology",
            name,
            (await catalog.ListTopologiesAsync(CancellationToken.None)).Select(topology => topology.Name),
            "baton agents topologies list"
        );

    private static ConfigurationException None(string what, string name, IEnumerable<string> there, string list)
    {
        string hint = Suggestion.Hint(name, there);
        return UsageErrors.Of(
            "NAME",
            $"there is no {what} `{name}`{(hint.Length > 0 ? hint : $"; `{list}` shows those there are")}"
        );
    }
}
