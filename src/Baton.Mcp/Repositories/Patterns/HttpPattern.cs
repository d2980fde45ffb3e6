using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents that answer HTTP requests.</summary>
internal sealed partial class HttpPattern : IPatternRule
{
    private static readonly string[] Routers =
    [
        "app",
        "router",
        "server",
        "fastify",
        "r",
        "route",
        "routes",
        "hono",
        "api",
        "koa",
    ];

    private static readonly string[] WebModules =
    [
        "express",
        "fastify",
        "koa",
        "@koa/router",
        "koa-router",
        "hono",
        "elysia",
        "restify",
        "polka",
        "h3",
        "@hono/",
        "@nestjs/common",
    ];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        int order = 0;
        foreach (CodeFacts file in facts.Code.Where(file => file.Routes.Count > 0))
        {
            foreach (RouteFact route in file.Routes.Where(route => IsServed(file, route)))
            {
                if (Judge(facts, file, route, order++) is { } candidate)
                {
                    yield return candidate;
                }
            }
        }
    }

    /// <summary>Whether a route is answered here, and not called.</summary>
    public static bool IsServed(CodeFacts file, RouteFact route) =>
        file.Language != CodeLanguage.Script
        || route.Router.Length == 0
        || Array.IndexOf(Routers, route.Router) >= 0
        || WebModules.Any(file.Uses);

    /// <summary>The path with its parameters filled in, and the names of those that nothing is known for.</summary>
    public static (string Path, IReadOnlyList<string> Unknown) Fill(string path)
    {
        List<string> unknown = [];
        string filled = PathParameter()
            .Replace(
                path,
                match =>
                {
                    string name = match.Groups["name"].Value;
                    if (Words.IsConversation(name))
                    {
                        return "{{ run_id }}";
                    }

                    unknown.Add(name);
                    return $"{{{{ metadata.{name} }}}}";
                }
            );
        return (filled, unknown);
    }

    private static Candidate? Judge(RepositoryFacts facts, CodeFacts file, RouteFact route, int order)
    {
        if (route.Verb is not ("POST" or "PUT" or "ANY" or "GET"))
        {
            return null;
        }

        string address = RouteAddress.Of(facts, file, route);
        if (address.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return null;
        }

        HttpRequest request = HttpRequest.Of(facts, file, route);
        bool isGet = route.Verb == "GET";
        double weight = Words.PathWeight(address);
        if (weight <= 0 && !(request.HasText && weight >= 0))
        {
            return null;
        }

        Candidate candidate = new("http", file.At(route.Line)) { Order = order };
        if (weight > 0)
        {
            candidate.For(
                isGet && !request.HasText ? weight / 3 : weight,
                $"`{(route.Verb == "ANY" ? "POST" : route.Verb)} {address}` is named like an agent's address",
                file.At(route.Line)
            );
        }

        if (request.HasText)
        {
            candidate.For(isGet ? 0.3 : 0.45, "it takes what a user says", file.At(route.Line));
        }

        if (facts.HasAgentFramework)
        {
            candidate.For(
                0.3,
                "the repository makes agents: "
                    + string.Join(
                        ", ",
                        facts
                            .Frameworks.Where(framework => framework.Kind == FrameworkKind.Agent)
                            .Take(3)
                            .Select(framework => framework.Name)
                    )
            );
        }
        else if (facts.AsksModels)
        {
            candidate.For(0.2, "the repository asks models");
        }

        (string path, IReadOnlyList<string> unknown) = Fill(address);
        Write(facts, file, route, request, candidate, path, isGet);
        foreach (string name in unknown)
        {
            candidate.Against(0.2, $"`{name}` in the address has to be known");
            candidate.Prerequisites.Add($"give each input `metadata.{name}`, or write the value into `url`");
        }

        foreach (string name in request.Unknown.Take(5))
        {
            candidate.Prerequisites.Add(
                $"the request wants `{name}`: give each input `metadata.{name}`, or write the value into `body_template`"
            );
        }

        if (request.Unknown.Count > 0)
        {
            candidate.Against(
                Math.Min(0.3, 0.1 * request.Unknown.Count),
                "the request wants more than text: " + string.Join(", ", request.Unknown.Take(5))
            );
        }

        return candidate.In(file.Role);
    }

    private static void Write(
        RepositoryFacts facts,
        CodeFacts file,
        RouteFact route,
        HttpRequest request,
        Candidate candidate,
        string path,
        bool isGet
    )
    {
        int port = ServerAddress.Port(facts, file);
        JsonObject http = new()
        {
            ["method"] =
                isGet ? "GET"
                : route.Verb == "PUT" ? "PUT"
                : "POST",
            ["url"] = $"http://localhost:{port}{path}",
        };
        candidate.Runner["http"] = http;
        request.Write(http);
        if (HttpStream.Write(facts, file, route, candidate.Runner, http) is { } stream)
        {
            candidate.For(0.25, $"it {stream}", file.At(route.Line));
        }

        BatonFolder.WriteGuards(candidate.Runner);
        string command = ServerAddress.Start(facts, file, port) is { } start
            ? $"start the server: `{start}`"
            : "start the server";
        candidate.Prerequisites.Add($"{command}, so that it listens on port {port}");
    }

    [GeneratedRegex(
        @"\{(?:\w+:)?(?<name>\w+)(?::[^}]*)?\??\}|:(?<name>\w+)\??|\[(?:\.\.\.)?(?<name>\w+)\]|<(?:\w+:)?(?<name>\w+)>",
        RegexOptions.None,
        1000
    )]
    private static partial Regex PathParameter();
}
