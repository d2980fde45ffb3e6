using Baton.Topologies.Capabilities.ToolUse;

namespace Baton.Cli.Agents;

/// <summary>What agents of the command line may call: MCP servers, named as for <c>baton chat</c>.</summary>
internal static class AgentTools
{
    /// <summary>The tools.</summary>
    /// <param name="session">Where relative paths and names start from.</param>
    public static ToolRegistry Create(ToolSession session) =>
        new()
        {
            Servers = async (reference, cancellationToken) =>
            {
                Chat.ToolServers servers = await Chat.ToolServers.ConnectAsync(
                    [reference],
                    session,
                    AgentSources.Variables(session),
                    cancellationToken
                );
                return new ToolServer(servers.Tools, servers);
            },
        };
}
