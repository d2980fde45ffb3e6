using System.Text.Json;

namespace Baton.Agents.Mcp.References;

/// <summary>The <c>mcpServers</c> JSON file that MCP clients share, usually <c>.mcp.json</c>.</summary>
/// <remarks>
/// A server has <c>command</c>, <c>args</c>, <c>env</c>, <c>cwd</c>, or <c>url</c>, <c>headers</c>; <c>${NAME}</c> and
/// <c>${NAME:-otherwise}</c> in them are variables. Keys that only other programs know are passed over.
/// </remarks>
public static class McpServersFile
{
    /// <summary>The name under which references look for it.</summary>
    public const string DefaultName = ".mcp.json";

    private static readonly JsonDocumentOptions _lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads one server.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The server's key below <c>mcpServers</c>; it becomes <see cref="McpServerOptions.Name"/>.</param>
    /// <param name="variable">Finds a variable. Default: this program's environment.</param>
    /// <exception cref="McpServerException">
    /// The file cannot be read, has no such server, or something is wrong with it; everything at once.
    /// </exception>
    public static McpServerOptions Read(string path, string name, Func<string, string?>? variable = null)
    {
        using JsonDocument document = Open(path);
        JsonElement servers = Servers(document.RootElement, path);
        if (!servers.TryGetProperty(name, out JsonElement server))
        {
            string[] names = [.. servers.EnumerateObject().Select(static server => server.Name)];
            throw new McpServerException(
                $"{path} has no server `{name}`; "
                    + (names.Length == 0 ? "it has none at all" : $"there are: {string.Join(", ", names)}")
            );
        }

        return new ServerEntry(path, name, server, variable ?? Environment.GetEnvironmentVariable).Read();
    }

    private static JsonDocument Open(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), _lenient);
        }
        catch (JsonException error)
        {
            throw new McpServerException(
                $"{path}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: this is not JSON",
                error
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new McpServerException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static JsonElement Servers(JsonElement root, string path) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("mcpServers", out JsonElement servers)
        && servers.ValueKind == JsonValueKind.Object
            ? servers
            : throw new McpServerException($"{path} has no object `mcpServers` at its top");
}
