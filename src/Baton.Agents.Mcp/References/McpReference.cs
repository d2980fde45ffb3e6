namespace Baton.Agents.Mcp.References;

/// <summary>
/// A server in one word of a command line: <c>mcp:https://host/path</c> is an address, <c>mcp:npx -y server args</c> (or a
/// path) a program, <c>mcp:NAME</c> an entry of the <c>.mcp.json</c> in the working folder.
/// </summary>
public static class McpReference
{
    /// <summary>What every reference begins with.</summary>
    public const string Scheme = "mcp:";

    private const string Forms =
        "write mcp:https://host/path, mcp:program arguments, mcp:./path/to/program, or mcp:NAME of a server in .mcp.json";

    /// <summary>Reads a reference.</summary>
    /// <param name="reference">
    /// The text. A program's arguments are separated by spaces; single or double quotes keep spaces in one of them.
    /// </param>
    /// <param name="folder">The folder whose <c>.mcp.json</c> knows names; programs run in it.</param>
    /// <param name="variable">Finds a variable for <c>${NAME}</c> in the file. Default: this program's environment.</param>
    /// <exception cref="McpServerException">The text is no reference, or the name is not in the file.</exception>
    public static McpServerOptions Parse(string reference, string folder, Func<string, string?>? variable = null)
    {
        string text = reference.StartsWith(Scheme, StringComparison.Ordinal)
            ? reference[Scheme.Length..].Trim()
            : throw new McpServerException($"`{reference}` is no MCP server; {Forms}");
        if (text.Length == 0)
        {
            throw new McpServerException($"`{reference}` names no MCP server; {Forms}");
        }

        if (
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        )
        {
            return new McpServerOptions(new McpEndpoint(Address(text)));
        }

        if (text.Contains("://", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal))
        {
            throw new McpServerException($"`{reference}`: an address has to begin with http:// or https://; {Forms}");
        }

        IReadOnlyList<string> words = CommandWords.Split(text, reference);
        return words.Count > 1 || words[0].AsSpan().ContainsAny('/', '\\')
            ? new McpServerOptions(
                new McpProcess(words[0]) { Arguments = [.. words.Skip(1)], WorkingDirectory = folder }
            )
            : Named(words[0], reference, folder, variable);
    }

    private static Uri Address(string text) =>
        !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Host.Length > 0
            ? url
            : throw new McpServerException($"`{Scheme}{text}`: that is no address; write mcp:https://host/path");

    private static McpServerOptions Named(string name, string reference, string folder, Func<string, string?>? variable)
    {
        string path = Path.Combine(folder, McpServersFile.DefaultName);
        if (!File.Exists(path))
        {
            throw new McpServerException(
                $"`{reference}`: there is no {McpServersFile.DefaultName} in {folder} that could have a server `{name}`; {Forms}"
            );
        }

        return McpServersFile.Read(path, name, variable);
    }
}
