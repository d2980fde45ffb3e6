using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents that the development server of their framework serves over HTTP: LangGraph's and Mastra's.</summary>
internal sealed class ServedGraphPattern : IPatternRule
{
    private const int LangGraphPort = 2024;
    private const int MastraPort = 4111;

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts) => LangGraph(facts).Concat(Mastra(facts));

    private static IEnumerable<Candidate> LangGraph(RepositoryFacts facts)
    {
        foreach (ManifestFacts manifest in facts.Manifests.Where(manifest => manifest.FileName == "langgraph.json"))
        {
            foreach (CommandFact graph in manifest.Commands)
            {
                Candidate candidate = new("http", new CodePlace(manifest.Path, graph.Line));
                candidate.For(
                    0.7,
                    $"`langgraph.json` has the graph `{graph.Name}`, which LangGraph's server offers",
                    candidate.Place
                );
                bool isScript =
                    graph.Body.Contains(".ts:", StringComparison.Ordinal)
                    || graph.Body.Contains(".js:", StringComparison.Ordinal)
                    || graph.Body.Contains(".mts:", StringComparison.Ordinal);
                if (isScript)
                {
                    candidate.For(0.4, "the graph is JavaScript, which Baton does not call in place");
                }
                else
                {
                    candidate.Against(0.15, "the graph is Python and can be called without a server");
                }

                candidate.Runner["http"] = new JsonObject
                {
                    ["url"] = $"http://localhost:{LangGraphPort}/runs/stream",
                    ["body_template"] = new JsonObject
                    {
                        ["assistant_id"] = graph.Name,
                        ["input"] = new JsonObject { ["messages"] = "$.messages" },
                        ["stream_mode"] = new JsonArray("messages-tuple", "values"),
                    },
                    ["stream"] = "sse",
                };
                candidate.Runner["stream"] = new JsonObject { ["preset"] = "langgraph" };
                BatonFolder.WriteGuards(candidate.Runner);
                string at = manifest.Folder.Length == 0 ? "" : $"cd {manifest.Folder} && ";
                string start = isScript ? "npx @langchain/langgraph-cli dev" : "langgraph dev";
                candidate.Prerequisites.Add($"start the server: `{at}{start} --port {LangGraphPort} --no-browser`");
                yield return candidate;
            }
        }
    }

    private static IEnumerable<Candidate> Mastra(RepositoryFacts facts)
    {
        foreach (
            CodeFacts file in facts.Code.Where(file =>
                file.Language == CodeLanguage.Script && file.Mark("mastra") is not null
            )
        )
        {
            CodeFacts? holder = facts
                .Code.Where(other => other.Objects.Exists(made => made.Callee == "Agent") && other.Uses("@mastra/core"))
                .OrderByDescending(other => Paths.Common(other.Path, file.Path))
                .FirstOrDefault();
            ObjectFact? agent = holder?.Objects.Find(made => made.Callee == "Agent");
            if (holder is null || agent is null)
            {
                continue;
            }

            Candidate candidate = new("http", file.At(file.Mark("mastra")!.Line));
            candidate.For(0.7, $"Mastra's server offers its agents; `{agent.Name}` is one", holder.At(agent.Line));
            candidate.Runner["http"] = new JsonObject
            {
                ["url"] = $"http://localhost:{MastraPort}/api/agents/{agent.Name}/generate",
                ["body_template"] = new JsonObject { ["messages"] = "$.messages" },
                ["response_path"] = "text",
            };
            BatonFolder.WriteGuards(candidate.Runner);
            string folder = facts.ProjectFolderOf(file);
            string at = folder.Length == 0 ? "" : $"cd {folder} && ";
            candidate.Prerequisites.Add(
                $"start the server: `{at}npx mastra dev`, so that it listens on port {MastraPort}"
            );
            yield return candidate.In(file.Role);
        }
    }
}
