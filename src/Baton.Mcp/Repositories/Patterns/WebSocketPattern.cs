using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents behind a WebSocket.</summary>
internal sealed class WebSocketPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            if (file.Mark("socket-io") is not null && file.Mark("websocket-server") is null)
            {
                continue;
            }

            List<RouteFact> routes = file.Routes.FindAll(route => route.Verb == "WS");
            foreach (RouteFact route in routes)
            {
                yield return Make(facts, file, RouteAddress.Of(facts, file, route), route.Line);
            }

            if (routes.Count == 0 && file.Mark("websocket-server") is { } server)
            {
                // Go upgrades inside the handler of a route; others name the path, or have none.
                RouteFact? around =
                    file.Language == CodeLanguage.Go || file.Language == CodeLanguage.DotNet
                        ? file.Routes.Find(route =>
                            route.Path.Contains("ws", StringComparison.Ordinal)
                            || route.Path.Contains("socket", StringComparison.OrdinalIgnoreCase)
                        ) ?? file.Routes.FindLast(route => route.Line <= server.Line)
                        : null;
                yield return Make(facts, file, around?.Path ?? "/", server.Line);
            }
        }
    }

    private static Candidate Make(RepositoryFacts facts, CodeFacts file, string address, int line)
    {
        (string path, IReadOnlyList<string> unknown) = HttpPattern.Fill(address);
        int port = ServerAddress.Port(facts, file);
        Candidate candidate = new("websocket", file.At(line));
        candidate.For(0.6, $"it answers WebSocket connections at `{address}`", file.At(line));
        double weight = Words.PathWeight(address);
        if (weight != 0)
        {
            _ =
                weight > 0
                    ? candidate.For(weight / 2, "the address is named like an agent's", file.At(line))
                    : candidate.Against(0.4, "the address is named like something else", file.At(line));
        }

        if (facts.AsksModels)
        {
            candidate.For(0.4, "the repository makes agents or asks models");
        }

        bool takesText = file.Marks.Exists(mark => mark.Name == "websocket-text");
        JsonObject socket = new() { ["url"] = $"ws://localhost:{port}{path}" };
        if (takesText)
        {
            socket["message_template"] = "{{ input }}";
            socket["single_message"] = true;
        }

        candidate.Runner["websocket"] = socket;
        BatonFolder.WriteGuards(candidate.Runner);
        foreach (string name in unknown)
        {
            candidate.Against(0.1, $"`{name}` in the address has to be known");
            candidate.Prerequisites.Add($"give each input `metadata.{name}`, or write the value into `url`");
        }

        string command = ServerAddress.Start(facts, file, port) is { } start ? $": `{start}`" : "";
        candidate.Prerequisites.Add($"start the server{command}, so that it listens on port {port}");
        candidate.Prerequisites.Add(
            "compare `message_template` with what the server reads, and say what ends an answer (`done_path`, `single_message`)"
        );
        return candidate.In(file.Role);
    }
}
