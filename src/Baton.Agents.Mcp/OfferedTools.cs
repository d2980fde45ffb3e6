using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace Baton.Agents.Mcp;

/// <summary>Which of a server's tools agents get, and under which names.</summary>
internal static class OfferedTools
{
    public static async Task<IReadOnlyList<AIFunction>> ListAsync(
        McpServer server,
        McpSession session,
        McpServerOptions options,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<Tool> all = await session.ListToolsAsync(cancellationToken).ConfigureAwait(false);
        List<Tool> offered = [.. all.Where(tool => IsNamed(options.AllowedTools, tool.Name))];
        RequireNames(options.AllowedTools, all, nameof(options.AllowedTools), server.Name);
        RequireNames(options.ApprovedTools, offered, nameof(options.ApprovedTools), server.Name);
        return [.. offered.Select(tool => Offer(server, tool, options))];
    }

    private static AIFunction Offer(McpServer server, Tool tool, McpServerOptions options)
    {
        McpTool function = new(server, tool, ToolNames.For(options.ToolPrefix, tool.Name));
        return IsNamed(options.ApprovedTools, tool.Name) ? new ApprovalRequiredAIFunction(function) : function;
    }

    private static bool IsNamed(IReadOnlyList<string> names, string tool) =>
        names.Contains(McpServerOptions.EveryTool) || names.Contains(tool);

    private static void RequireNames(
        IReadOnlyList<string> names,
        IReadOnlyList<Tool> tools,
        string option,
        string server
    )
    {
        string[] missing =
        [
            .. names.Where(name => name != McpServerOptions.EveryTool && tools.All(tool => tool.Name != name)),
        ];
        if (missing.Length > 0)
        {
            throw new McpServerException(
                $"MCP server {server}: {option} names {string.Join(", ", missing)}, which it does not offer; there are: {string.Join(", ", tools.Select(static tool => tool.Name))}"
            );
        }
    }
}
