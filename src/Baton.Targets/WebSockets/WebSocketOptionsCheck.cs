using Baton.Configuration;
using Baton.Targets.Http;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>What must hold between the settings of the <c>websocket:</c> section.</summary>
internal static class WebSocketOptionsCheck
{
    public static void Run(WebSocketOptions options, SectionValidation section)
    {
        if (UrlProblem(options.Url) is { } problem)
        {
            section.Error("url", problem);
        }

        CheckHandshake(options, section);
        CheckEnd(options, section);
        if (options.ReadyValue is not null && options.ReadyPath is null)
        {
            section.Error("ready_value", "goes with `ready_path`, which says where it stands");
        }

        if (options.PingTimeout is not null && options.PingInterval == TimeSpan.Zero)
        {
            section.Error("ping_timeout", "needs pings: remove `ping_interval: 0`");
        }
    }

    /// <summary>Why no connection can be opened to an address, or <see langword="null"/>.</summary>
    public static string? UrlProblem(string url) =>
        HttpOptionsCheck.UrlProblem(url, "ws://localhost:8000/chat", Uri.UriSchemeWs, Uri.UriSchemeWss);

    private static void CheckHandshake(WebSocketOptions options, SectionValidation section)
    {
        foreach ((string name, Template value) in options.Headers)
        {
            if (HttpOptionsCheck.HeaderProblem(name, value) is { } problem)
            {
                section.Error("headers", problem);
            }
            else if (name.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase))
            {
                section.Error("headers", $"`{name}` is made of `subprotocols`; write them there");
            }
            else if (
                name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)
                || name.ToUpperInvariant() is "UPGRADE" or "CONNECTION" or "CONTENT-LENGTH" or "TRANSFER-ENCODING"
            )
            {
                section.Error("headers", $"`{name}` belongs to the handshake and is set by Baton; remove it");
            }
        }

        HashSet<string> seen = [];
        foreach (string subprotocol in options.Subprotocols)
        {
            if (!HttpOptionsCheck.IsToken(subprotocol))
            {
                section.Error("subprotocols", $"`{subprotocol}` is no name of a subprotocol");
            }
            else if (!seen.Add(subprotocol))
            {
                section.Error("subprotocols", $"`{subprotocol}` stands there twice");
            }
        }
    }

    private static void CheckEnd(WebSocketOptions options, SectionValidation section)
    {
        if (options.DoneValue is not null && options.DonePath is null)
        {
            section.Error("done_value", "goes with `done_path`, which says where it stands");
        }

        if (options is { DonePath.Segments.Count: 0, DoneValue: null })
        {
            section.Error(
                "done_path",
                "`$` is there in every message; write `single_message: true`, or what the last one is as `done_value`"
            );
        }

        if (options is { SingleMessage: true, DonePath: not null })
        {
            section.Error("single_message", "one message needs no `done_path`; keep one of the two");
        }

        if (options is { SingleMessage: true, DoneSilence: not null })
        {
            section.Error("done_silence", "after a `single_message` nothing is waited for; keep one of the two");
        }

        if (options.DoneSilence >= options.IdleTimeout)
        {
            section.Error("done_silence", "must be shorter than `idle_timeout`, which ends the wait as a failure");
        }
    }
}
