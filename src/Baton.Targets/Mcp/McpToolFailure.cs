using System.Net;
using Baton.Agents;
using Baton.Agents.Mcp;
using Baton.Targets.Http;

namespace Baton.Targets.Mcp;

/// <summary>What failures of MCP servers are for a turn.</summary>
internal static class McpToolFailure
{
    /// <summary>The error of a turn.</summary>
    /// <param name="failed">What the server did.</param>
    /// <param name="isAddress">Whether the server is an address rather than a program.</param>
    public static AgentError Of(McpServerException failed, bool isAddress) =>
        failed.Fault switch
        {
            McpFault.ToolFailed => new AgentError(ErrorKind.Agent, failed.Message),
            McpFault.Refused => new AgentError(ErrorKind.Protocol, failed.Message),
            McpFault.TimedOut => new AgentError(ErrorKind.Timeout, failed.Message),
            // Whether the call took effect is not known: it is not made again.
            McpFault.Lost => new AgentError(
                isAddress ? ErrorKind.ConnectionLost : ErrorKind.ProcessExit,
                failed.Message
            ),
            _ when isAddress && failed.InnerException is HttpRequestException http => new AgentError(
                KindOf(http),
                failed.Message
            ),
            _ => new AgentError(ErrorKind.Start, failed.Message),
        };

    private static string KindOf(HttpRequestException http) =>
        http.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ErrorKind.Unauthorized,
            HttpStatusCode.TooManyRequests => ErrorKind.RateLimited,
            { } => ErrorKind.HttpStatus,
            null => HttpFailure.Of(http, address: null).Kind,
        };
}
