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

/// <summary>The tool <c>list_agents</c>.</summary>
internal static class ListAgentsTool
{
    private const int UsualLimit = 50;

    private static readonly ToolInfo _info = new()
    {
        Name = "list_agents",
        Title = "List agents",
        Description =
            "Lists the agents that are kept (`baton agents create`), or those of a team file: name, role, what they are good for, "
            + "model or target, capabilities. `run_agent` asks one.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<ListAgentsArguments, AgentsPage>(
            _info,
            room,
            (arguments, _, cancellationToken) => ListAsync(room, arguments, cancellationToken)
        );

    private static async Task<AgentsPage> ListAsync(
        ToolRoom room,
        ListAgentsArguments arguments,
        CancellationToken cancellationToken
    )
    {
        ITopologyStore store = room.Place.OpenStore(false);
        await using (store.ConfigureAwait(false))
        {
            IReadOnlyList<AgentType> all = await new TeamLookup(room, store)
                .AgentsAsync(arguments.File, arguments.Role, cancellationToken)
                .ConfigureAwait(false);
            (IEnumerable<AgentType> page, string? next) = PageCursor.Page(
                all,
                arguments.Cursor,
                arguments.Limit ?? UsualLimit
            );
            return new AgentsPage([.. page.Select(ListedAgent.Of)], all.Count, next);
        }
    }
}

/// <summary>What <c>list_agents</c> takes.</summary>
internal sealed record ListAgentsArguments
{
    [Description("A team file, YAML or JSON, from the root, in place of the store")]
    public string? File { get; init; }

    [Description("Only agents of this role. Default: all")]
    public AgentRole? Role { get; init; }

    [Description("The most agents of this page. Default 50")]
    [Range(1, 200)]
    public int? Limit { get; init; }

    [Description("`next_cursor` of the page before; left out for the first")]
    public string? Cursor { get; init; }
}

/// <summary>A page of agents.</summary>
internal sealed record AgentsPage(
    [property: Description("The agents, by name")] IReadOnlyList<ListedAgent> Agents,
    [property: Description("How many there are altogether")] int Total,
    [property: Description("Where the next page begins; absent on the last")] string? NextCursor
);

/// <summary>One agent of a list.</summary>
internal sealed record ListedAgent
{
    [Description("Its name")]
    public required string Name { get; init; }

    [Description("What it is there for")]
    public required AgentRole Role { get; init; }

    [Description("What it is good for")]
    public required string Description { get; init; }

    [Description("How it works: model or target, instructions, capabilities, tools, limits; secrets masked")]
    public required JsonObject Config { get; init; }

    /// <summary>An agent as it is listed.</summary>
    public static ListedAgent Of(AgentType agent) =>
        new()
        {
            Name = agent.Name,
            Role = agent.Role,
            Description = agent.Description,
            Config = MaskedJson.Of(JsonSerializer.SerializeToNode(agent.Config, TopologyJson.Options))!.AsObject(),
        };
}
