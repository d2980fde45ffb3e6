using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Http;

/// <summary>Refuses a request: a status, and a JSON-RPC error that says why.</summary>
internal static class HttpRefusal
{
    /// <summary>The error's code where JSON-RPC and MCP have none.</summary>
    public const int Refused = -32000;

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request; nothing of its answer may be written yet.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="data">Facts for programs, or <see langword="null"/>.</param>
    /// <param name="id">The call that is refused, where it is known.</param>
    public static async Task WriteAsync(
        HttpContext context,
        int status,
        int code,
        string message,
        JsonNode? data = null,
        RequestId id = default
    )
    {
        JsonRpcError error = new()
        {
            Id = id,
            Error = new JsonRpcErrorDetail
            {
                Code = code,
                Message = message,
                Data = data,
            },
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await JsonSerializer
            .SerializeAsync<JsonRpcMessage>(
                context.Response.Body,
                error,
                McpJsonUtilities.DefaultOptions,
                context.RequestAborted
            )
            .ConfigureAwait(false);
    }
}
