using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.WebSockets;

/// <summary>What the codes mean with which a server closes a connection (RFC 6455, 7.4, and its registry).</summary>
internal static class CloseCode
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;

    /// <summary>What stands for a connection that ended without a close frame; never sent.</summary>
    public const int Abnormal = 1006;

    /// <summary>The code's name.</summary>
    public static string Name(int code) =>
        code switch
        {
            Normal => "normal closure",
            GoingAway => "going away",
            1002 => "protocol error",
            1003 => "unsupported data",
            Abnormal => "no close frame",
            1007 => "invalid payload",
            1008 => "policy violation",
            1009 => "message too big",
            1010 => "mandatory extension",
            1011 => "internal error",
            1012 => "service restart",
            1013 => "try again later",
            1014 => "bad gateway",
            3000 => "unauthorized",
            3003 => "forbidden",
            3008 => "timeout",
            >= 4000 => "the agent's own code",
            _ => "a registered code",
        };

    /// <summary>The code, its name, and the reason the server gave with it.</summary>
    public static string Show(int code, string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? $"{code} ({Name(code)})" : $"{code} ({Name(code)}: {reason.Trim()})";

    /// <summary>Why a turn failed in whose middle the server closed the connection.</summary>
    /// <param name="server">The server, for messages.</param>
    /// <param name="code">The code.</param>
    /// <param name="reason">The reason the server gave, or <see langword="null"/>.</param>
    /// <param name="isFirstSign">Whether the server had sent nothing at all before.</param>
    public static AgentError ToError(string server, int code, string? reason, bool isFirstSign) =>
        new(Kind(code, isFirstSign), $"{server} closed the connection with {Show(code, reason)}{Advice(code)}")
        {
            Details = new JsonObject { ["close_code"] = code, ["close_reason"] = reason ?? "" },
            IsTransient = code is GoingAway or Abnormal or 1012 or 1013 or 1014,
        };

    private static string Kind(int code, bool isFirstSign) =>
        code switch
        {
            Normal => ErrorKind.NoOutput,
            GoingAway or Abnormal or 1012 or 1014 => ErrorKind.ConnectionLost,
            1002 or 1003 or 1007 or 1009 or 1010 => ErrorKind.Protocol,
            3000 or 3003 => ErrorKind.Unauthorized,
            // Servers that cannot refuse the handshake refuse who connected with this.
            1008 when isFirstSign => ErrorKind.Unauthorized,
            1013 => ErrorKind.RateLimited,
            _ => ErrorKind.Agent,
        };

    private static string Advice(int code) =>
        code switch
        {
            Normal => " before it answered",
            1003 => "; check `websocket.message_format`",
            1007 => "; check `websocket.message_template`",
            1008 => "; check the credentials in `websocket.headers`, and what `websocket.message_template` sends",
            1009 => "; send less: `messages` in `websocket.message_template` grow with the conversation",
            1010 or 1002 => "; check `websocket.subprotocols`",
            1011 => "; look at the agent's log",
            3000 or 3003 => "; check the credentials in `websocket.headers`",
            _ => "",
        };
}
