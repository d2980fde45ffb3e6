using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace Baton.Agents.Mcp;

/// <summary>A server's tool; it calls whatever connection the server has at the time.</summary>
internal sealed class McpTool(McpServer server, Tool tool, string name) : AIFunction
{
    /// <summary>The server's own name of the tool.</summary>
    public string ServerName => tool.Name;

    public override string Name => name;

    public override string Description => tool.Description ?? string.Empty;

    public override JsonElement JsonSchema => tool.InputSchema;

    public override JsonElement? ReturnJsonSchema => tool.OutputSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    ) => await server.CallAsync(tool.Name, arguments, meta: null, cancellationToken).ConfigureAwait(false);
}
