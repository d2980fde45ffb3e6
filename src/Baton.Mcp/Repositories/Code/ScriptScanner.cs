using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads what a JavaScript or TypeScript file declares.</summary>
internal static partial class ScriptScanner
{
    /// <summary>Names of clients: what they do with a path is a call, not an answer.</summary>
    private static readonly HashSet<string> Clients = new(StringComparer.Ordinal)
    {
        "axios",
        "http",
        "https",
        "client",
        "api",
        "apiClient",
        "request",
        "supertest",
        "ky",
        "got",
        "instance",
        "fetcher",
        "agent",
        "superagent",
        "httpClient",
        "$http",
        "$",
        "cy",
        "page",
        "nock",
        "msw",
        "rest",
        "map",
        "cache",
        "headers",
        "params",
    };

    /// <summary>Adds what the text declares to the facts of its file.</summary>
    public static void Scan(string text, CodeFacts facts)
    {
        foreach (Match match in Import().Matches(text))
        {
            facts.Imports.Add(new ImportFact(match.Groups["module"].Value, Lines.Of(text, match.Index)));
        }

        Routes(text, facts);
        NextRoutes(text, facts);
        NestRoutes(text, facts);
        Declarations(text, facts);
        RouteRegions.Close(facts);
        if (facts.Routes.Count > 0)
        {
            Fields(text, facts);
        }
    }

    private static void Routes(string text, CodeFacts facts)
    {
        foreach (Match match in Route().Matches(text))
        {
            string router = match.Groups["router"].Value;
            string verb = match.Groups["verb"].Value;
            if (verb == "use")
            {
                Mount(text, facts, match);
            }
            else if (!Clients.Contains(router) && !Lines.IsComment(Lines.At(text, match.Index)))
            {
                facts.Routes.Add(
                    new RouteFact(
                        verb == "all" ? "ANY" : verb.ToUpperInvariant(),
                        match.Groups["path"].Value,
                        Lines.Of(text, match.Index)
                    )
                    {
                        Router = router,
                    }
                );
            }
        }
    }

    private static void Mount(string text, CodeFacts facts, Match use)
    {
        string name = use.Groups["target"].Value;
        if (name.Length == 0)
        {
            return;
        }

        int declared = text.IndexOf(name, StringComparison.Ordinal);
        int end = declared < 0 ? -1 : text.IndexOf('\n', declared);
        string line = declared < 0 ? "" : text[declared..(end < 0 ? text.Length : end)];
        if (ArgumentList.FirstText(line) is ['.', ..] module)
        {
            facts.Mounts.Add(new MountFact(use.Groups["path"].Value, module));
        }
    }

    private static void NextRoutes(string text, CodeFacts facts)
    {
        if (FileRoutes.Of(facts.Path) is not { } path)
        {
            return;
        }

        foreach (Match match in Exported().Matches(text))
        {
            facts.Routes.Add(new RouteFact(match.Groups["verb"].Value, path, Lines.Of(text, match.Index)));
        }

        if (facts.Routes.Count == 0 && DefaultHandler().Match(text) is { Success: true } handler)
        {
            facts.Routes.Add(new RouteFact("POST", path, Lines.Of(text, handler.Index)));
        }
    }

    private static void NestRoutes(string text, CodeFacts facts)
    {
        string prefix = Controller().Match(text) is { Success: true } controller ? controller.Groups["path"].Value : "";
        bool isController = text.Contains("@Controller", StringComparison.Ordinal);
        foreach (Match match in isController ? NestVerb().Matches(text) : Enumerable.Empty<Match>())
        {
            string path = string.Join(
                '/',
                new[] { prefix, match.Groups["path"].Value }
                    .Select(part => part.Trim('/'))
                    .Where(part => part.Length > 0)
            );
            string verb = match.Groups["verb"].Value;
            int line = Lines.Of(text, match.Index);
            facts.Routes.Add(new RouteFact(verb == "Sse" ? "GET" : verb.ToUpperInvariant(), "/" + path, line));
            if (verb == "Sse")
            {
                facts.Marks.Add(new MarkFact("sse", line, "@Sse"));
            }
        }
    }

    private static void Declarations(string text, CodeFacts facts)
    {
        foreach (Match match in Function().Matches(text))
        {
            facts.Functions.Add(
                new FunctionFact
                {
                    Name = match.Groups["name"].Value,
                    Line = Lines.Of(text, match.Index),
                    Parameters = Parameters(match.Groups["parameters"].Value),
                    IsAsync = match.Value.Contains("async", StringComparison.Ordinal),
                    Yields = match.Groups["star"].Success,
                    IsPublic = match.Groups["export"].Success,
                    ReturnsValue = true,
                }
            );
        }

        foreach (Match match in Shape().Matches(text))
        {
            string body = ArgumentList.Inside(text, match.Index + match.Length - 1);
            ClassFact shape = new(match.Groups["name"].Value, [], Lines.Of(text, match.Index));
            foreach (Match field in ShapeField().Matches(body.Length > 4000 ? body[..4000] : body))
            {
                shape.Fields.Add(
                    new Parameter(
                        field.Groups["name"].Value,
                        field.Groups["type"].Value,
                        !field.Groups["optional"].Success
                    )
                );
            }

            facts.Classes.Add(shape);
        }

        foreach (Match match in Object().Matches(text))
        {
            facts.Objects.Add(
                new ObjectFact(
                    match.Groups["name"].Value,
                    match.Groups["callee"].Value,
                    Shorten(ArgumentList.Inside(text, match.Index + match.Length - 1)),
                    Lines.Of(text, match.Index)
                )
            );
        }
    }

    private static void Fields(string text, CodeFacts facts)
    {
        foreach (Match match in Destructured().Matches(text))
        {
            RequestPart part = match.Groups["query"].Success ? RequestPart.Query : RequestPart.Json;
            foreach (string piece in ArgumentList.Split(match.Groups["names"].Value))
            {
                string name = piece.Split([':', '='], 2)[0].Trim();
                if (name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character == '_'))
                {
                    bool hasDefault = piece.Contains('=', StringComparison.Ordinal);
                    Add(text, facts, match.Index, new RequestField(name, "", part, !hasDefault));
                }
            }
        }

        foreach (Match match in Taken().Matches(text))
        {
            RequestPart part = match.Groups["part"].Value.EndsWith("query", StringComparison.Ordinal)
                ? RequestPart.Query
                : RequestPart.Json;
            Add(text, facts, match.Index, new RequestField(match.Groups["name"].Value, "", part, Required: true));
        }

        foreach (Match match in NestField().Matches(text))
        {
            string name = match.Groups["key"].Success ? match.Groups["key"].Value : match.Groups["name"].Value;
            RequestPart part = match.Groups["part"].Value == "Query" ? RequestPart.Query : RequestPart.Json;
            string type = match.Groups["key"].Success ? "" : match.Groups["type"].Value;
            Add(text, facts, match.Index, new RequestField(name, type, part, Required: true));
        }
    }

    private static void Add(string text, CodeFacts facts, int position, RequestField field)
    {
        int line = Lines.Of(text, position);
        RouteFact? route = facts.Routes.FindLast(candidate => candidate.Line <= line && line <= candidate.EndLine);
        if (route is not null && !route.Fields.Exists(known => known.Name == field.Name))
        {
            route.Fields.Add(field);
        }
    }

    private static List<Parameter> Parameters(string inside) =>
        [
            .. ArgumentList
                .Split(inside)
                .Select(piece =>
                {
                    string[] halves = piece.Split('=', 2);
                    string[] typed = halves[0].Split(':', 2);
                    string name = typed[0].Trim();
                    return new Parameter(
                        name.TrimEnd('?'),
                        typed.Length > 1 ? typed[1].Trim() : "",
                        halves.Length == 1 && !name.EndsWith('?')
                    );
                }),
        ];

    private static string Shorten(string text) => text.Length > 1000 ? text[..1000] : text;

    [GeneratedRegex(
        @"(?:\bfrom\s+|\bimport\s+|\brequire\(\s*|\bimport\(\s*)['""](?<module>[^'""\n]+)['""]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Import();

    [GeneratedRegex(
        @"\b(?<router>[\w$]+)\s*\.(?<verb>get|post|put|patch|all|ws|use)(?:<[^>\n]*>)?\(\s*['""`](?<path>/[^'""`\n]*)['""`](?:\s*,\s*(?<target>\w+))?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Route();

    [GeneratedRegex(
        @"^export\s+(?:async\s+)?(?:function|const)\s+(?<verb>GET|POST|PUT)\b",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Exported();

    [GeneratedRegex(
        @"^export\s+(?:default\s+(?:async\s+)?(?:function|defineEventHandler|eventHandler)|const\s+action\b|async\s+function\s+action\b)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex DefaultHandler();

    [GeneratedRegex(@"@Controller\(\s*(?:\{\s*path:\s*)?['""`](?<path>[^'""`]*)", RegexOptions.None, 1000)]
    private static partial Regex Controller();

    [GeneratedRegex(
        @"@(?<verb>Get|Post|Put|Patch|Sse)\(\s*(?:['""`](?<path>[^'""`]*)['""`])?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NestVerb();

    [GeneratedRegex(
        @"^[ \t]*(?<export>export\s+(?:default\s+)?)?(?:async\s+)?function(?<star>\*)?\s+(?<name>\w+)\s*(?:<[^>\n]*>)?\((?<parameters>[^)]*)\)"
            + @"|^(?<export>export\s+)?const\s+(?<name>\w+)\s*=\s*(?:async\s*)?\((?<parameters>[^)]*)\)\s*(?::[^=\n]+)?=>",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Function();

    [GeneratedRegex(@"^(?:export\s+)?(?:class|interface|type)\s+(?<name>\w+)[^{;\n]*\{", RegexOptions.Multiline, 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(
        @"^\s*(?:readonly\s+|public\s+)?(?<name>\w+)(?<optional>\?)?!?\s*:\s*(?<type>[^;,\n]+)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex ShapeField();

    [GeneratedRegex(
        @"^(?:export\s+)?(?:default\s+)?(?:const|let|var)\s+(?<name>\w+)[^=\n]*=\s*(?:await\s+)?(?:new\s+)?(?<callee>[\w.]+)(?:<[^>\n]*>)?\(",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Object();

    [GeneratedRegex(
        @"\{(?<names>[^{}]{1,400})\}\s*(?::[^=\n]*)?=\s*(?:await\s+)?(?:\w+\.parse\()?\s*(?:req|request|ctx|c|context|event|this)?\.?(?:req\.|request\.)?(?:body\b|json\(|valid\(|(?<query>query\b))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Destructured();

    [GeneratedRegex(
        @"\b(?<part>(?:req|request|ctx\.request)\.(?:body|query)|body|ctx\.query)\??\.(?<name>[A-Za-z_]\w*)\b(?!\()",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Taken();

    [GeneratedRegex(
        @"@(?<part>Body|Query)\(\s*(?:['""](?<key>\w+)['""])?[^)]*\)\s*(?<name>\w+)\s*\??\s*:\s*(?<type>\w+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NestField();
}
