using Baton.Configuration;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Templates;

namespace Baton.Targets.Mcp;

/// <summary>The <c>mcp:</c> section: an agent that is a tool of an MCP server. See <c>docs/targets/mcp.md</c>.</summary>
public sealed record McpOptions : IValidatedSection
{
    /// <summary>The server's program and its arguments, one item each; it speaks over its standard input and output.</summary>
    public ProcessCommand? Command { get; init; }

    /// <summary>
    /// Environment variables for the program, over <c>environment_vars</c>. It gets no others but <c>PATH</c>, <c>HOME</c> and
    /// their like.
    /// </summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>The server's address, absolute, <c>http</c> or <c>https</c>. Give this or <see cref="Command"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Headers of every request to the address: <c>Authorization: Bearer ${NAME}</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The tool, by the server's name.</summary>
    public required string Tool { get; init; }

    /// <summary>
    /// The tool's arguments; values may hold paths into the turn. Default: the input, as the tool's one required argument, or
    /// as <c>input</c>, <c>query</c>, <c>question</c>, <c>prompt</c>, <c>message</c> or <c>text</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Template>? Arguments { get; init; }

    /// <summary>
    /// Where the answer stands in a structured result. Default: the common shapes are tried (<c>output</c>, <c>answer</c>,
    /// <c>text</c> …), then the whole result is the answer.
    /// </summary>
    public DataPath? ResponsePath { get; init; }

    /// <summary>How long the server may take to start and to list its tools. Seconds or a duration. Default 60 s.</summary>
    [Range(0.001, 3600)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest one call may take. Seconds or a duration. Default: <c>runner.timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Command is null && Url is null)
        {
            section.Error("", "names no server: give `command` or `url`");
        }
        else if (Command is not null && Url is not null)
        {
            section.Error("url", "and `command` are both given; keep one");
        }

        if (Url is not null && !IsAddress(Url))
        {
            section.Error("url", $"`{Url}` is no absolute address; write it like `http://localhost:3000/mcp`");
        }

        if (Url is null && Headers.Count > 0)
        {
            section.Error("headers", "go with `url`; a program gets `env`");
        }

        if (Command is null && Env.Count > 0)
        {
            section.Error("env", "goes with `command`; an address gets `headers`");
        }

        if (string.IsNullOrWhiteSpace(Tool))
        {
            section.Error("tool", "is empty; write the server's name of the tool");
        }

        HttpOptionsCheck.RunHeaders(
            Headers.ToDictionary(header => header.Key, header => Template.Literal(header.Value)),
            section
        );
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Host.Length > 0;
}
