using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents that come with a way to build their image.</summary>
internal sealed class ContainerPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (ManifestFacts manifest in facts.Manifests.Where(manifest => manifest.Name == "Dockerfile"))
        {
            List<CodeFacts> own =
            [
                .. facts.Code.Where(file => file.Role == FileRole.Product && Paths.IsIn(file.Path, manifest.Folder)),
            ];
            bool speaksLines = own.Exists(file =>
                file.Mark("stdin-lines") is not null && file.Mark("jsonl-answer") is not null
            );
            string? port = manifest.Facts.GetValueOrDefault("port");
            Candidate candidate = new("container", new CodePlace(manifest.Path, 0));
            candidate.For(own.Count == 0 ? 0.45 : 0.3, "the file builds an image", candidate.Place);
            string image = Image(facts, manifest);
            JsonObject container = new() { ["image"] = image };
            candidate.Runner["container"] = container;
            if (speaksLines)
            {
                candidate.For(0.4, "a program in it speaks JSON Lines");
            }
            else if (Route(facts, own) is { } route)
            {
                candidate.For(0.2, $"a server in it answers `{route}`");
                WriteHttp(container, route, port ?? "8000");
            }
            else if (port is not null)
            {
                WriteHttp(container, "/", port);
                candidate.Against(0.4, "what its server answers could not be told");
            }
            else
            {
                candidate.Against(0.3, "how a program in it is spoken to could not be told");
            }

            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Prerequisites.Add(
                $"build the image: `docker build -t {image} -f {manifest.Path} {(IsApart(manifest) || manifest.Folder.Length == 0 ? "." : manifest.Folder)}`"
            );
            yield return candidate;
        }
    }

    private static void WriteHttp(JsonObject container, string path, string port)
    {
        container["mode"] = "http";
        container["port"] = int.TryParse(port, out int number) && number is > 0 and < 65536 ? number : 8000;
        container["http"] = new JsonObject { ["url"] = $"http://agent{path}" };
    }

    private static string? Route(RepositoryFacts facts, List<CodeFacts> own) =>
        own.SelectMany(file =>
                file.Routes.Where(route => route.Verb is "POST" or "ANY" && HttpPattern.IsServed(file, route))
                    .Select(route => RouteAddress.Of(facts, file, route))
            )
            .Select(address => HttpPattern.Fill(address).Path)
            .OrderByDescending(Words.PathWeight)
            .FirstOrDefault(address => Words.PathWeight(address) > 0);

    /// <summary>Whether the file stands apart from what it builds.</summary>
    private static bool IsApart(ManifestFacts manifest) =>
        manifest.Folder.Split('/')[^1] is "docker" or ".docker" or "deploy" or "build" or "infra";

    private static string Image(RepositoryFacts facts, ManifestFacts manifest)
    {
        string name =
            manifest.Folder.Length > 0 && !IsApart(manifest)
                ? manifest.Folder.Split('/')[^1]
                : System.IO.Path.GetFileName(facts.Root);
        string plain = new([
            .. name.ToLowerInvariant().Where(character => char.IsAsciiLetterOrDigit(character) || character == '-'),
        ]);
        return (plain.Trim('-') is { Length: > 0 } usable ? usable : "agent") + ":latest";
    }
}
