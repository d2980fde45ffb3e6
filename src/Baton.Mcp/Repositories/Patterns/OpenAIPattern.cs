using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Servers that speak OpenAI's chat completions.</summary>
internal sealed class OpenAIPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            foreach (
                RouteFact route in file.Routes.Where(route =>
                    route.Verb is "POST" or "ANY" && HttpPattern.IsServed(file, route)
                )
            )
            {
                string address = RouteAddress.Of(facts, file, route);
                if (!address.EndsWith("/chat/completions", StringComparison.Ordinal))
                {
                    continue;
                }

                int port = ServerAddress.Port(facts, file);
                Candidate candidate = new("openai-compatible", file.At(route.Line));
                candidate.For(0.95, $"it answers `POST {address}` as OpenAI does", file.At(route.Line));
                candidate.Runner["openai"] = new JsonObject
                {
                    ["base_url"] = $"http://localhost:{port}{address[..^"/chat/completions".Length]}",
                    ["model"] = "${AGENT_MODEL:-default}",
                };
                BatonFolder.WriteGuards(candidate.Runner);
                string command = ServerAddress.Start(facts, file, port) is { } start ? $": `{start}`" : "";
                candidate.Prerequisites.Add($"start the server{command}, so that it listens on port {port}");
                candidate.Prerequisites.Add("set AGENT_MODEL to a model the server knows (`GET …/models` lists them)");
                yield return candidate.In(file.Role);
            }
        }
    }
}
