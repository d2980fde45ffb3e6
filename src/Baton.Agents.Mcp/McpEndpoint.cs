namespace Baton.Agents.Mcp;

/// <summary>An MCP server at a web address: streamable HTTP, or SSE when the server has nothing newer.</summary>
/// <remarks>Redirects are not followed, so that the headers reach nobody but the address.</remarks>
/// <param name="Url">The absolute address, <c>http</c> or <c>https</c>.</param>
public sealed record McpEndpoint(Uri Url) : McpConnection
{
    /// <summary>Headers of every request, such as <c>Authorization</c>. Never part of an error. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal override string Shown =>
        Url.IsAbsoluteUri
            ? Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "`the address`";

    internal override string DefaultName => Url.IsAbsoluteUri ? Url.Host : "server";
}
