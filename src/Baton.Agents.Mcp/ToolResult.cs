using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Baton.Agents.Mcp;

/// <summary>What a server answered to a call, as a tool returns it.</summary>
internal static class ToolResult
{
    /// <summary>
    /// A list of <see cref="AIContent"/>, in order, when there is more than text; else the structured content as JSON; else
    /// the texts, a line break between two.
    /// </summary>
    /// <exception cref="McpServerException">The server says that the call failed.</exception>
    public static object? Read(CallToolResult result, string server, string tool)
    {
        List<AIContent> contents = [.. result.Content.ToAIContents()];
        string text = string.Join('\n', contents.OfType<TextContent>().Select(static content => content.Text));
        if (result.IsError is true)
        {
            throw new McpServerException(
                text.Length > 0 ? text : $"MCP server {server}: the tool `{tool}` failed and did not say why"
            )
            {
                Fault = McpFault.ToolFailed,
            };
        }

        if (contents.Exists(static content => content is not TextContent))
        {
            return contents;
        }

        return result.StructuredContent is { } json ? json : text;
    }
}
