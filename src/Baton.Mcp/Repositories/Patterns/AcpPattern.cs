using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Programs that speak the Agent Client Protocol as agents.</summary>
internal sealed class AcpPattern : IPatternRule
{
    private static readonly string[] Modules =
    [
        "acp",
        "@zed-industries/agent-client-protocol",
        "@agentclientprotocol/sdk",
        "github.com/coder/acp-go-sdk",
    ];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            bool uses = Modules.Any(module =>
                file.Uses(module) || file.LocalImports.Exists(import => import.IsIn(module))
            );
            if (file.Mark("acp-agent") is not { } mark || !uses)
            {
                continue;
            }

            Candidate candidate = new("acp", file.At(mark.Line));
            candidate.For(0.9, "it is the agent's side of an ACP connection", file.At(mark.Line));
            if (file.Classes.Exists(made => made.Bases.Any(name => name.Contains("Agent", StringComparison.Ordinal))))
            {
                candidate.For(0.3, "it implements an ACP agent", file.At(mark.Line));
            }

            Programs.Command command = Programs.Of(facts, file);
            JsonObject process = new() { ["command"] = command.Arguments, ["protocol"] = "acp" };
            candidate.Runner["working_directory"] = BatonFolder.From(command.Folder);
            candidate.Runner["process"] = process;
            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Prerequisites.AddRange(command.Prerequisites);
            if (file.Role == FileRole.Support)
            {
                candidate.Against(0.6, "stands among tests or scripts", candidate.Place);
            }
            else if (file.Role == FileRole.Example)
            {
                candidate.Against(0.1, "stands among examples", candidate.Place);
            }

            yield return candidate;
        }

        foreach (
            CodeFacts file in facts.Code.Where(file => file.Role == FileRole.Product && file.Mark("acp-agent") is null)
        )
        {
            if (file.Mark("acp-flag") is not { } flag || ManifestCommand(facts, file) is not { } name)
            {
                continue;
            }

            Candidate candidate = new("acp", file.At(flag.Line));
            candidate.For(0.6, "the command line has an option for ACP", file.At(flag.Line));
            string option = flag.Value.Contains("--experimental-acp", StringComparison.Ordinal)
                ? "--experimental-acp"
                : "--acp";
            candidate.Runner["process"] = new JsonObject
            {
                ["command"] = new JsonArray(name, option),
                ["protocol"] = "acp",
            };
            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Prerequisites.Add($"install the project, so that `{name}` is on the search path");
            yield return candidate;
        }
    }

    private static string? ManifestCommand(RepositoryFacts facts, CodeFacts file) =>
        facts.ProjectOf(file) is { } project ? project.Commands.Find(command => command.Kind == "command")?.Name : null;
}
