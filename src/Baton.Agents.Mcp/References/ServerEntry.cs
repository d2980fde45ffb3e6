using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baton.Agents.Mcp.References;

/// <summary>One server of a file, read with every mistake collected.</summary>
internal sealed partial class ServerEntry(string path, string name, JsonElement entry, Func<string, string?> variable)
{
    private readonly List<string> _wrong = [];

    public McpServerOptions Read()
    {
        McpConnection? connection =
            entry.ValueKind == JsonValueKind.Object ? Connection() : Wrong("has to be an object");
        if (connection is null || _wrong.Count > 0)
        {
            throw new McpServerException($"{path}: mcpServers.{name}: {string.Join("; ", _wrong)}");
        }

        return new McpServerOptions(connection) { Name = name };
    }

    private McpConnection? Connection()
    {
        string? command = Text("command");
        string? url = Text("url");
        return (command, url) switch
        {
            ({ } program, null) => new McpProcess(program)
            {
                Arguments = Texts("args"),
                Environment = Map("env"),
                WorkingDirectory = Path.GetFullPath(Text("cwd") ?? ".", Path.GetDirectoryName(Path.GetFullPath(path))!),
            },
            (null, { } address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed)
                ? new McpEndpoint(parsed) { Headers = Map("headers") }
                : Wrong("`url` is no absolute address"),
            (null, null) => _wrong.Count > 0 ? null : Wrong($"has neither `command` nor `url`, only {Keys()}"),
            _ => Wrong("has both `command` and `url`; keep one"),
        };
    }

    private string Keys() =>
        string.Join(", ", entry.EnumerateObject().Select(static member => $"`{member.Name}`")) is { Length: > 0 } keys
            ? keys
            : "nothing";

    private string? Text(string key)
    {
        if (!entry.TryGetProperty(key, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? Expand(value.GetString()!, key) : Missing(key, "a text");
    }

    private List<string> Texts(string key)
    {
        List<string> texts = [];
        if (!entry.TryGetProperty(key, out JsonElement list))
        {
            return texts;
        }

        if (
            list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.String)
        )
        {
            Missing(key, "a list of texts");
            return texts;
        }

        texts.AddRange(list.EnumerateArray().Select(item => Expand(item.GetString()!, key)));
        return texts;
    }

    private Dictionary<string, string> Map(string key)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        if (!entry.TryGetProperty(key, out JsonElement members))
        {
            return map;
        }

        if (
            members.ValueKind != JsonValueKind.Object
            || members.EnumerateObject().Any(static member => member.Value.ValueKind != JsonValueKind.String)
        )
        {
            Missing(key, "an object of texts");
            return map;
        }

        foreach (JsonProperty member in members.EnumerateObject())
        {
            map[member.Name] = Expand(member.Value.GetString()!, $"{key}.{member.Name}");
        }

        return map;
    }

    private string Expand(string text, string key) =>
        Variable()
            .Replace(
                text,
                match =>
                {
                    string wanted = match.Groups["name"].Value;
                    if (variable(wanted) is { Length: > 0 } value)
                    {
                        return value;
                    }

                    if (match.Groups["otherwise"] is { Success: true } otherwise)
                    {
                        return otherwise.Value;
                    }

                    _wrong.Add($"`{key}` needs the variable {wanted}, which is not set");
                    return string.Empty;
                }
            );

    private string? Missing(string key, string kind)
    {
        _wrong.Add($"`{key}` has to be {kind}");
        return null;
    }

    private McpConnection? Wrong(string what)
    {
        _wrong.Add(what);
        return null;
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<otherwise>[^}]*))?\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
