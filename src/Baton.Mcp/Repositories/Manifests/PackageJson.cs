using System.Text.Json;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads <c>package.json</c>.</summary>
internal static class PackageJson
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ManifestFacts Read(string path, string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, Lenient);
        JsonElement root = document.RootElement;
        ManifestFacts facts = new()
        {
            Path = path,
            Language = CodeLanguage.Script,
            Manager = Text(root, "packageManager")?.Split('@')[0] ?? "npm",
        };
        if (root.ValueKind != JsonValueKind.Object)
        {
            return facts;
        }

        facts.Name = Text(root, "name") ?? "";
        foreach (
            string section in (string[])["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
        )
        {
            foreach ((string name, string version) in Pairs(root, section))
            {
                facts.Packages.Add(new PackageFact(name, version, LineOf(text, name)));
            }
        }

        foreach ((string name, string body) in Pairs(root, "scripts"))
        {
            facts.Commands.Add(new CommandFact("script", name, body, LineOf(text, name)));
        }

        foreach ((string name, string body) in Pairs(root, "bin"))
        {
            facts.Commands.Add(new CommandFact("command", name, body, LineOf(text, name)));
        }

        if (Text(root, "bin") is { } single && facts.Name.Length > 0)
        {
            facts.Commands.Add(new CommandFact("command", facts.Name.Split('/')[^1], single, LineOf(text, "bin")));
        }

        if (Text(root, "main") is { } main)
        {
            facts.Facts["main"] = main;
        }

        if (root.TryGetProperty("workspaces", out _))
        {
            facts.Facts["workspaces"] = "true";
        }

        return facts;
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<(string Name, string Value)> Pairs(JsonElement root, string section) =>
        root.TryGetProperty(section, out JsonElement found) && found.ValueKind == JsonValueKind.Object
            ? found
                .EnumerateObject()
                .Where(pair => pair.Value.ValueKind == JsonValueKind.String)
                .Select(pair => (pair.Name, pair.Value.GetString()!))
            : [];

    private static int LineOf(string text, string name) =>
        text.IndexOf($"\"{name}\"", StringComparison.Ordinal) is >= 0 and var at ? Lines.Of(text, at) : 0;
}
