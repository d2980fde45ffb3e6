using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Servers that offer an agent over A2A.</summary>
internal sealed class A2APattern : IPatternRule
{
    private static readonly string[] Modules =
    [
        "a2a",
        "python_a2a",
        "google.adk",
        "@a2a-js/sdk",
        "github.com/a2aproject/a2a-go",
        "io.a2a",
        "org.a2aproject",
        "A2A",
    ];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            MarkFact? server = file.Mark("a2a-server");
            MarkFact? card = file.Routes.Count > 0 ? file.Mark("agent-card") : null;
            bool uses = Modules.Any(file.Uses) || server?.Value.Contains("A2A", StringComparison.Ordinal) == true;
            if ((server is null || !uses) && card is null)
            {
                continue;
            }

            MarkFact seen = server ?? card!;
            Candidate candidate = new("a2a", file.At(seen.Line));
            candidate.For(
                server is not null ? 0.9 : 0.6,
                server is not null ? "it serves an agent over A2A" : "it serves an agent's card",
                file.At(seen.Line)
            );
            if (facts.HasAgentFramework)
            {
                candidate.For(0.3, "the repository makes agents");
            }

            int port = ServerAddress.Port(facts, file);
            candidate.Runner["a2a"] = new JsonObject { ["url"] = $"http://localhost:{port}" };
            BatonFolder.WriteGuards(candidate.Runner);
            string command = StartOf(facts, file) ?? ServerAddress.Start(facts, file, port) ?? "";
            candidate.Prerequisites.Add(
                $"start the agent{(command.Length > 0 ? $": `{command}`" : "")}, so that it listens on port {port}"
            );
            if (file.Role == FileRole.Example)
            {
                candidate.Against(0.1, "stands among examples", candidate.Place);
                yield return candidate;
            }
            else
            {
                yield return candidate.In(file.Role);
            }
        }
    }

    private static string? StartOf(RepositoryFacts facts, CodeFacts file)
    {
        if (file.Language != CodeLanguage.Python || file.Mark("main") is null)
        {
            return null;
        }

        string folder = facts.ProjectFolderOf(file);
        string at = folder.Length == 0 ? "" : $"cd {folder} && ";
        PythonModule module = PythonModule.Of(facts, file);
        return
            module.Name.EndsWith("__main__", StringComparison.Ordinal)
            && module.Name.Contains('.', StringComparison.Ordinal)
            ? $"{at}python -m {module.Name[..module.Name.LastIndexOf('.')]}"
            : $"{at}python {Paths.Below(file.Path, folder)}";
    }
}
