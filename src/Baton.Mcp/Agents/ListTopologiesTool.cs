using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Mcp.Tools;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Agents;

/// <summary>The tool <c>list_topologies</c>.</summary>
internal static class ListTopologiesTool
{
    private const int UsualLimit = 50;

    private static readonly ToolInfo _info = new()
    {
        Name = "list_topologies",
        Title = "List topologies",
        Description =
            "Lists the topologies (agents that work together) that are kept, or those of a team file: name, pattern, settings, and "
            + "who sits in which slot. `run_topology` runs one.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<ListTopologiesArguments, TopologiesPage>(
            _info,
            room,
            (arguments, _, cancellationToken) => ListAsync(room, arguments, cancellationToken)
        );

    private static async Task<TopologiesPage> ListAsync(
        ToolRoom room,
        ListTopologiesArguments arguments,
        CancellationToken cancellationToken
    )
    {
        ITopologyStore store = room.Place.OpenStore(false);
        await using (store.ConfigureAwait(false))
        {
            IReadOnlyList<Topology> all = await new TeamLookup(room, store)
                .TopologiesAsync(arguments.File, cancellationToken)
                .ConfigureAwait(false);
            (IEnumerable<Topology> page, string? next) = PageCursor.Page(
                all,
                arguments.Cursor,
                arguments.Limit ?? UsualLimit
            );
            return new TopologiesPage([.. page.Select(ListedTopology.Of)], all.Count, next);
        }
    }
}

/// <summary>What <c>list_topologies</c> takes.</summary>
internal sealed record ListTopologiesArguments
{
    [Description("A team file, YAML or JSON, from the root, in place of the store")]
    public string? File { get; init; }

    [Description("The most topologies of this page. Default 50")]
    [Range(1, 200)]
    public int? Limit { get; init; }

    [Description("`next_cursor` of the page before; left out for the first")]
    public string? Cursor { get; init; }
}

/// <summary>A page of topologies.</summary>
internal sealed record TopologiesPage(
    [property: Description("The topologies, by name")] IReadOnlyList<ListedTopology> Topologies,
    [property: Description("How many there are altogether")] int Total,
    [property: Description("Where the next page begins; absent on the last")] string? NextCursor
);

/// <summary>One topology of a list.</summary>
internal sealed record ListedTopology
{
    [Description("Its name")]
    public required string Name { get; init; }

    [Description("The pattern in which its agents work together")]
    public required TopologyType Type { get; init; }

    [Description("What it is for")]
    public required string Description { get; init; }

    [Description("The agent of each slot; empty where the slot's own name is meant")]
    public required IReadOnlyDictionary<string, string> Members { get; init; }

    [Description("The pattern's settings")]
    public required JsonObject Config { get; init; }

    /// <summary>A topology as it is listed.</summary>
    public static ListedTopology Of(Topology topology) =>
        new()
        {
            Name = topology.Name,
            Type = topology.Type,
            Description = topology.Description,
            Members = topology.Members.ToDictionary(member => member.Key, member => member.Value.Agent ?? ""),
            Config = MaskedJson.Of(JsonSerializer.SerializeToNode(topology.Config, TopologyJson.Options))!.AsObject(),
        };
}
