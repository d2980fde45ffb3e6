using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>MCP servers: no agents, but tools. A team of one agent is given them.</summary>
internal sealed class McpServerPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            if (file.Mark("mcp-server") is not { } mark)
            {
                continue;
            }

            Candidate candidate = new("topology", file.At(mark.Line));
            candidate.For(0.65, "it is an MCP server: its tools can be given to an agent", file.At(mark.Line));
            if (facts.AsksModels)
            {
                candidate.Against(0.55, "the repository has an agent of its own");
            }
            else
            {
                candidate.For(0.5, "the repository makes no agents and asks no models: the tools are what it is for");
            }

            IReadOnlyList<string> words = Command(facts, file);
            candidate.Runner["topology"] = new JsonObject { ["file"] = "team.yaml" };
            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Files.Add(new NewFile($"{BatonFolder.Project}/team.yaml", Team(words)));
            candidate.Prerequisites.Add("choose `config.model` in team.yaml, and set its key");
            yield return candidate.In(file.Role);
        }
    }

    private static IReadOnlyList<string> Command(RepositoryFacts facts, CodeFacts file)
    {
        ManifestFacts? project = facts.ProjectOf(file);
        if (
            file.Language is CodeLanguage.Python or CodeLanguage.Script
            && project?.Commands.Find(command => command.Kind == "command") is { } installed
        )
        {
            return [installed.Name];
        }

        Programs.Command command = Programs.Of(facts, file);
        string folder = BatonFolder.From(command.Folder);
        return file.Language switch
        {
            CodeLanguage.Go => ["go", "run", "-C", folder, .. command.Words.Skip(2), "stdio"],
            CodeLanguage.Python => ["python3", $"{folder}/{Paths.Below(file.Path, command.Folder)}"],
            CodeLanguage.DotNet => ["dotnet", "run", "--project", folder],
            _ =>
            [
                command.Words[0],
                .. command
                    .Words.Skip(1)
                    .Select(word => word.Contains('.', StringComparison.Ordinal) ? $"{folder}/{word}" : word),
            ],
        };
    }

    private static string Team(IReadOnlyList<string> command) =>
        $"""
            # One agent with the tools of the repository's MCP server.
            agents:
              assistant:
                role: executor
                description: Answers with the help of the server's tools
                config:
                  model: "openai:gpt-4o-mini"
                  tools: [{JsonSerializer.Serialize("mcp:" + string.Join(' ', command))}]
            topology:
              name: assistant
              description: The agent alone
              type: pipeline

            """;
}
