using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Http;

/// <summary>Reads the message of a request.</summary>
internal static class RequestMessage
{
    /// <summary>Reads it; <see langword="null"/> when there is none that can be taken, which the client has then been told.</summary>
    public static async Task<JsonRpcMessage?> ReadAsync(HttpContext context)
    {
        if (!Accepts(context, "application/json") || !Accepts(context, "text/event-stream"))
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status406NotAcceptable,
                    HttpRefusal.Refused,
                    "A client must accept application/json and text/event-stream"
                )
                .ConfigureAwait(false);
            return null;
        }

        if (!context.Request.HasJsonContentType())
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status415UnsupportedMediaType,
                    HttpRefusal.Refused,
                    "Messages are application/json"
                )
                .ConfigureAwait(false);
            return null;
        }

        try
        {
            JsonRpcMessage? message = await JsonSerializer
                .DeserializeAsync<JsonRpcMessage>(
                    context.Request.Body,
                    McpJsonUtilities.DefaultOptions,
                    context.RequestAborted
                )
                .ConfigureAwait(false);
            if (message is not null)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        await HttpRefusal
            .WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                (int)McpErrorCode.InvalidRequest,
                "The body is no JSON-RPC message; one message a request"
            )
            .ConfigureAwait(false);
        return null;
    }

    private static bool Accepts(HttpContext context, string type) =>
        context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MatchesMediaType(type));
}
