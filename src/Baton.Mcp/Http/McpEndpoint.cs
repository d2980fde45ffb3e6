using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Http;

/// <summary>
/// The streamable HTTP transport at one path: <c>POST</c> carries messages, <c>GET</c> opens a stream for what the server says
/// unasked, <c>DELETE</c> ends a session. Clients that shake hands have a session; those of the protocol of 2026, which do not,
/// are served request by request.
/// </summary>
/// <param name="server">What is served.</param>
/// <param name="place">Where.</param>
/// <param name="time">The clock.</param>
internal sealed class McpEndpoint(BatonMcpServer server, HttpPlace place, TimeProvider time) : IAsyncDisposable
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";
    private const string FirstSessionless = "2026-07-28";
    private const int SessionUnknown = -32001;

    private static readonly string[] _versions =
    [
        "2024-11-05",
        "2025-03-26",
        "2025-06-18",
        "2025-11-25",
        FirstSessionless,
    ];

    private readonly RequestGate _gate = new(place);
    private readonly HttpSessions _sessions = new(place);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (_gate.Refusal(context.Request) is { } refusal)
        {
            await HttpRefusal
                .WriteAsync(context, refusal.Status, HttpRefusal.Refused, refusal.Why)
                .ConfigureAwait(false);
            return;
        }

        if (!context.Request.Path.Equals(HttpPlace.Path, StringComparison.Ordinal))
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status404NotFound,
                    HttpRefusal.Refused,
                    $"The server is at {HttpPlace.Path}"
                )
                .ConfigureAwait(false);
            return;
        }

        string version = context.Request.Headers[VersionHeader].ToString();
        if (version.Length > 0 && !_versions.Contains(version, StringComparer.Ordinal))
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status400BadRequest,
                    (int)McpErrorCode.UnsupportedProtocolVersion,
                    $"The protocol version `{version}` is not spoken here",
                    new JsonObject
                    {
                        ["supported"] = new JsonArray([.. _versions.Select(known => JsonValue.Create(known))]),
                        ["requested"] = version,
                    }
                )
                .ConfigureAwait(false);
            return;
        }

        bool isSessionless = string.CompareOrdinal(version, FirstSessionless) >= 0;
        switch (context.Request.Method)
        {
            case "POST":
                await PostAsync(context, version, isSessionless).ConfigureAwait(false);
                break;
            case "GET" when !isSessionless:
                await ListenAsync(context).ConfigureAwait(false);
                break;
            case "DELETE" when !isSessionless:
                bool was = await _sessions.RemoveAsync(SessionIdOf(context)).ConfigureAwait(false);
                context.Response.StatusCode = was ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
                break;
            default:
                context.Response.Headers.Allow = isSessionless ? "POST" : "POST, GET, DELETE";
                await HttpRefusal
                    .WriteAsync(
                        context,
                        StatusCodes.Status405MethodNotAllowed,
                        HttpRefusal.Refused,
                        $"{context.Request.Method} means nothing here"
                    )
                    .ConfigureAwait(false);
                break;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private async Task PostAsync(HttpContext context, string version, bool isSessionless)
    {
        JsonRpcMessage? message = await RequestMessage.ReadAsync(context).ConfigureAwait(false);
        if (message is null)
        {
            return;
        }

        if (version.Length > 0)
        {
            message.Context ??= new JsonRpcMessageContext();
            message.Context.ProtocolVersion = version;
        }

        if (isSessionless)
        {
            StreamableHttpServerTransport transport = new() { Stateless = true };
            HttpSession once = new(transport, server.CreateOptions(), time);
            await using (once.ConfigureAwait(false))
            {
                await ExchangeAsync(context, once, message, isSessionless).ConfigureAwait(false);
            }

            return;
        }

        if (await SessionOfAsync(context, message).ConfigureAwait(false) is { } session)
        {
            using IDisposable use = session.Use();
            await ExchangeAsync(context, session, message, isSessionless).ConfigureAwait(false);
        }
    }

    private async Task<HttpSession?> SessionOfAsync(HttpContext context, JsonRpcMessage message)
    {
        string id = SessionIdOf(context);
        if (id.Length > 0)
        {
            HttpSession? known = _sessions.Find(id);
            if (known is null)
            {
                await HttpRefusal
                    .WriteAsync(
                        context,
                        StatusCodes.Status404NotFound,
                        SessionUnknown,
                        "There is no such session; begin a new one with initialize",
                        id: IdOf(message)
                    )
                    .ConfigureAwait(false);
            }

            return known;
        }

        if (message is not JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status400BadRequest,
                    HttpRefusal.Refused,
                    $"{SessionHeader} is missing; a session begins with initialize",
                    id: IdOf(message)
                )
                .ConfigureAwait(false);
            return null;
        }

        string fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        StreamableHttpServerTransport transport = new() { SessionId = fresh };
        if (
            !await _sessions
                .TryAddAsync(fresh, () => new HttpSession(transport, server.CreateOptions(), time))
                .ConfigureAwait(false)
        )
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status503ServiceUnavailable,
                    HttpRefusal.Refused,
                    "There are too many sessions; end one",
                    id: IdOf(message)
                )
                .ConfigureAwait(false);
            return null;
        }

        context.Response.Headers[SessionHeader] = fresh;
        return _sessions.Find(fresh);
    }

    private static async Task ExchangeAsync(
        HttpContext context,
        HttpSession session,
        JsonRpcMessage message,
        bool isSessionless
    )
    {
        BeginStream(context);
        try
        {
            bool wrote = await session
                .Transport.HandlePostRequestAsync(
                    message,
                    context.Response.Body,
                    isSessionless ? first => ChooseStatus(context, first) : null,
                    context.RequestAborted
                )
                .ConfigureAwait(false);
            if (!wrote)
            {
                context.Response.Headers.ContentType = default;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (OperationCanceledException)
        {
            // The client hung up, or the session was ended; a call of a session goes on or was cancelled by that.
        }
        catch (Exception error)
            when (error is InvalidOperationException or JsonException && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status400BadRequest,
                    (int)McpErrorCode.InvalidRequest,
                    "The message cannot be taken in this session",
                    id: IdOf(message)
                )
                .ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(HttpContext context)
    {
        string id = SessionIdOf(context);
        if (id.Length == 0 || _sessions.Find(id) is not { } session)
        {
            await HttpRefusal
                .WriteAsync(
                    context,
                    id.Length == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound,
                    id.Length == 0 ? HttpRefusal.Refused : SessionUnknown,
                    id.Length == 0 ? $"{SessionHeader} is missing" : "There is no such session"
                )
                .ConfigureAwait(false);
            return;
        }

        using IDisposable use = session.Use();
        BeginStream(context);
        try
        {
            await session
                .Transport.HandleGetRequestAsync(context.Response.Body, context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client hung up, or the session was ended.
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await HttpRefusal
                .WriteAsync(
                    context,
                    StatusCodes.Status409Conflict,
                    HttpRefusal.Refused,
                    "The session has such a stream already"
                )
                .ConfigureAwait(false);
        }
    }

    // The protocol of 2026 shows some errors in the status, too.
    private static ValueTask ChooseStatus(HttpContext context, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error: { } error } && !context.Response.HasStarted)
        {
            context.Response.StatusCode = (McpErrorCode)error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability
                or McpErrorCode.UnsupportedProtocolVersion
                or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => context.Response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }

    private static void BeginStream(HttpContext context)
    {
        context.Response.Headers.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static string SessionIdOf(HttpContext context) => context.Request.Headers[SessionHeader].ToString();

    private static RequestId IdOf(JsonRpcMessage message) => message is JsonRpcRequest request ? request.Id : default;
}
