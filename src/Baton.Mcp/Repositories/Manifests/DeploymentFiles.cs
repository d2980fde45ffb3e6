using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads files that say how a program is started: ports, commands, graphs, keys.</summary>
internal static partial class DeploymentFiles
{
    /// <summary><c>application.properties</c> and <c>application.yml</c> of Spring.</summary>
    public static ManifestFacts SpringSettings(string path, string text)
    {
        ManifestFacts facts = new() { Path = path };
        if (SpringPort().Match(text) is { Success: true } port)
        {
            facts.Facts["port"] = port.Groups["port"].Value;
        }

        if (ContextPath().Match(text) is { Success: true } prefix)
        {
            facts.Facts["prefix"] = prefix.Groups["path"].Value;
        }

        return facts;
    }

    /// <summary><c>langgraph.json</c>: the graphs a LangGraph server offers.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ManifestFacts LangGraph(string path, string text)
    {
        ManifestFacts facts = new() { Path = path };
        using JsonDocument document = JsonDocument.Parse(text);
        if (
            document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("graphs", out JsonElement graphs)
            || graphs.ValueKind != JsonValueKind.Object
        )
        {
            return facts;
        }

        foreach (JsonProperty graph in graphs.EnumerateObject())
        {
            string? place =
                graph.Value.ValueKind == JsonValueKind.String ? graph.Value.GetString()
                : graph.Value.ValueKind == JsonValueKind.Object
                && graph.Value.TryGetProperty("path", out JsonElement inner)
                    ? inner.ToString()
                : null;
            if (place is not null)
            {
                facts.Commands.Add(new CommandFact("graph", graph.Name, place, LineOf(text, graph.Name)));
            }
        }

        return facts;
    }

    /// <summary><c>launchSettings.json</c> of ASP.NET Core.</summary>
    public static ManifestFacts LaunchSettings(string path, string text)
    {
        ManifestFacts facts = new() { Path = path };
        if (PlainUrl().Match(text) is { Success: true } url)
        {
            facts.Facts["port"] = url.Groups["port"].Value;
        }

        return facts;
    }

    /// <summary>A <c>Dockerfile</c>.</summary>
    public static ManifestFacts Dockerfile(string path, string text)
    {
        ManifestFacts facts = new() { Path = path, Name = "Dockerfile" };
        if (Expose().Match(text) is { Success: true } port)
        {
            facts.Facts["port"] = port.Groups["port"].Value;
        }

        if (Start().Matches(text) is [.., var start])
        {
            facts.Commands.Add(
                new CommandFact("image", "start", start.Groups["command"].Value.Trim(), Lines.Of(text, start.Index))
            );
        }

        return facts;
    }

    /// <summary>A file of which only the text counts.</summary>
    public static ManifestFacts Plain(string path, string text)
    {
        ManifestFacts facts = new() { Path = path };
        if (Ports.Of(text).FirstOrDefault() is { } port)
        {
            facts.Facts["port"] = port.Value;
        }

        foreach (
            Match process in ProcessLine().Matches(path.EndsWith("Procfile", StringComparison.Ordinal) ? text : "")
        )
        {
            facts.Commands.Add(
                new CommandFact(
                    "process",
                    process.Groups["name"].Value,
                    process.Groups["command"].Value.Trim(),
                    Lines.Of(text, process.Index)
                )
            );
        }

        return facts;
    }

    /// <summary>An example of a <c>.env</c>: the names it lists.</summary>
    public static ManifestFacts Environment(string path, string text)
    {
        ManifestFacts facts = new() { Path = path };
        foreach (Match key in EnvironmentLine().Matches(text))
        {
            facts.Commands.Add(new CommandFact("environment", key.Groups["name"].Value, "", Lines.Of(text, key.Index)));
        }

        return facts;
    }

    private static int LineOf(string text, string name) =>
        text.IndexOf($"\"{name}\"", StringComparison.Ordinal) is >= 0 and var at ? Lines.Of(text, at) : 0;

    [GeneratedRegex(
        @"^server\.port\s*=\s*(?:\$\{[^:}]*:)?(?<port>\d+)|^server:\s*\n(?:\s+.*\n)*?\s+port:\s*(?:\$\{[^:}]*:)?(?<port>\d+)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex SpringPort();

    [GeneratedRegex(@"context-path\s*[:=]\s*(?<path>/\S+)", RegexOptions.None, 1000)]
    private static partial Regex ContextPath();

    [GeneratedRegex(@"http://[^:/""\s]+:(?<port>\d+)", RegexOptions.None, 1000)]
    private static partial Regex PlainUrl();

    [GeneratedRegex(@"^EXPOSE\s+(?<port>\d+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Expose();

    [GeneratedRegex(@"^(?:CMD|ENTRYPOINT)\s+(?<command>[^\n]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Start();

    [GeneratedRegex(@"^(?<name>\w+):\s*(?<command>[^\n]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex ProcessLine();

    [GeneratedRegex(@"^(?:export\s+)?(?<name>[A-Z][A-Z0-9_]+)\s*=", RegexOptions.Multiline, 1000)]
    private static partial Regex EnvironmentLine();
}
