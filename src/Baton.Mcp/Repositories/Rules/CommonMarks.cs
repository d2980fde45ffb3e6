namespace Baton.Mcp.Repositories.Rules;

/// <summary>Telling pieces of text that mean the same in every language.</summary>
internal static class CommonMarks
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<MarkRule> All { get; } =
    [
        new("sse", "text/event-stream", "application/x-sse"),
        new("ndjson", "application/x-ndjson", "application/jsonlines", "application/jsonl"),
        new("agent-card", ".well-known/agent-card", ".well-known/agent.json"),
        new("acp-flag", "--acp\"", "--acp'", "--experimental-acp"),
        new(
            "jsonl-answer",
            "\"type\": \"final\"",
            "\"type\":\"final\"",
            "type: \"final\"",
            "type: 'final'",
            "'type': 'final'",
            "\\\"type\\\":\\\"final\\\"",
            "\"type\", \"final\""
        ),
        new("environment-key", "_API_KEY", "_ACCESS_TOKEN", "_AUTH_TOKEN", "_SECRET_KEY"),
        new(
            "secret",
            "sk-",
            "AKIA",
            "ghp_",
            "github_pat_",
            "glpat-",
            "xoxb-",
            "xoxp-",
            "AIza",
            "hf_",
            "-----BEGIN ",
            "api_key",
            "apiKey",
            "API_KEY",
            "ApiKey",
            "password",
            "Password",
            "secret",
            "Secret"
        ),
    ];
}
