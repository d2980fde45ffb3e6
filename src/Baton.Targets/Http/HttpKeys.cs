namespace Baton.Targets.Http;

/// <summary>The settings that errors name, for kinds of targets that speak HTTP under another section.</summary>
/// <param name="Url">The setting with the address.</param>
/// <param name="VerifyTls">The setting that trusts any certificate.</param>
/// <param name="Credentials">Where credentials stand.</param>
/// <param name="Body">What says what is sent.</param>
/// <param name="Answer">What to do about an answer nobody understands.</param>
internal sealed record HttpKeys(string Url, string VerifyTls, string Credentials, string Body, string Answer)
{
    /// <summary>What to do where nobody listens.</summary>
    public string Start { get; init; } = "start the agent";

    /// <summary>Whether the server is reached past the proxies of the environment.</summary>
    public bool WithoutProxy { get; init; }

    /// <summary>Those of the <c>http:</c> section.</summary>
    public static HttpKeys Http { get; } =
        new(
            "http.url",
            "http.verify_tls",
            "`http.headers`",
            "`http.body_template` and `http.body_format`",
            "set `http.response_path`"
        );

    /// <summary>Those of the <c>websocket:</c> section, for the request that opens one.</summary>
    public static HttpKeys WebSocket { get; } =
        new(
            "websocket.url",
            "websocket.verify_tls",
            "`websocket.headers`",
            "`websocket.headers` and `websocket.subprotocols`",
            "set `websocket.stream_output_path`"
        );
}
