using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads what a Go file declares.</summary>
internal static partial class GoScanner
{
    /// <summary>Adds what the text declares to the facts of its file.</summary>
    public static void Scan(string text, CodeFacts facts)
    {
        facts.Namespace = Package().Match(text) is { Success: true } package ? package.Groups["name"].Value : "";
        Imports(text, facts);
        Dictionary<string, string> groups = new(StringComparer.Ordinal);
        foreach (
            Match match in text.Contains(".Group(", StringComparison.Ordinal)
                ? Group().Matches(text)
                : Enumerable.Empty<Match>()
        )
        {
            string outer = groups.GetValueOrDefault(match.Groups["outer"].Value, "");
            groups[match.Groups["name"].Value] = outer + match.Groups["path"].Value.TrimEnd('/');
        }

        foreach (Match match in Route().Matches(text))
        {
            if (Lines.IsComment(Lines.At(text, match.Index)))
            {
                continue;
            }

            string verb = match.Groups["verb"].Value;
            string[] pattern = match.Groups["path"].Value.Split(' ', 2);
            facts.Routes.Add(
                new RouteFact(
                    pattern.Length == 2 ? pattern[0]
                        : verb is "GET" or "Get" ? "GET"
                        : verb is "POST" or "Post" ? "POST"
                        : "ANY",
                    groups.GetValueOrDefault(match.Groups["router"].Value, "") + pattern[^1],
                    Lines.Of(text, match.Index)
                )
                {
                    Router = match.Groups["handler"].Value.Split('.')[^1],
                }
            );
        }

        foreach (Match match in Function().Matches(text))
        {
            string name = match.Groups["name"].Value;
            facts.Functions.Add(
                new FunctionFact
                {
                    Name = name,
                    Owner = match.Groups["owner"].Value,
                    Line = Lines.Of(text, match.Index),
                    IsPublic = char.IsUpper(name[0]),
                    ReturnsValue = true,
                    Parameters =
                    [
                        .. ArgumentList
                            .Split(match.Groups["parameters"].Value)
                            .Select(piece => piece.Split(' ', 2))
                            .Select(pair => new Parameter(pair[0], pair.Length > 1 ? pair[1] : "", Required: true)),
                    ],
                }
            );
            if (name == "main" && facts.Namespace == "main")
            {
                facts.Marks.Add(new MarkFact("main", Lines.Of(text, match.Index), ""));
            }
        }

        foreach (Match match in Struct().Matches(text))
        {
            ClassFact made = new(match.Groups["name"].Value, [], Lines.Of(text, match.Index));
            string body = ArgumentList.Inside(text, match.Index + match.Length - 1);
            foreach (Match field in Tagged().Matches(body.Length > 6000 ? body[..6000] : body))
            {
                bool isOptional = field.Groups["options"].Value.Contains("omitempty", StringComparison.Ordinal);
                made.Fields.Add(new Parameter(field.Groups["key"].Value, field.Groups["type"].Value, !isOptional));
            }

            facts.Classes.Add(made);
        }

        RouteRegions.Close(facts);
    }

    private static void Imports(string text, CodeFacts facts)
    {
        foreach (Match block in ImportBlock().Matches(text))
        {
            foreach (Match path in Quoted().Matches(block.Value))
            {
                facts.Imports.Add(new ImportFact(path.Groups["path"].Value, Lines.Of(text, block.Index + path.Index)));
            }
        }
    }

    [GeneratedRegex(@"^package\s+(?<name>\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"^import\s+(?:\([^)]*\)|[^\n]*)", RegexOptions.Multiline, 1000)]
    private static partial Regex ImportBlock();

    [GeneratedRegex(@"""(?<path>[^""\n]+)""", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<name>\w+)\s*:?=\s*(?<outer>\w+)\.Group\(\s*""(?<path>/[^""\n]*)""", RegexOptions.None, 1000)]
    private static partial Regex Group();

    [GeneratedRegex(
        @"\b(?<router>\w+)\.(?<verb>GET|POST|Get|Post|Any|HandleFunc|Handle|All)\(\s*""(?<path>(?:[A-Z]+ )?/[^""\n]*)""\s*(?:,\s*(?<handler>[\w.]+))?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Route();

    [GeneratedRegex(
        @"^func\s+(?:\(\s*\w*\s*\*?(?<owner>\w+)[^)]*\)\s*)?(?<name>\w+)(?:\[[^\]]*\])?\((?<parameters>[^)]*)\)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Function();

    [GeneratedRegex(@"^\s*type\s+(?<name>\w+)\s+struct\s*\{", RegexOptions.Multiline, 1000)]
    private static partial Regex Struct();

    [GeneratedRegex(
        @"\s(?<type>[\w.*\[\]{}]+)\s+`[^`\n]*json:""(?<key>\w+)(?<options>[^""\n]*)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Tagged();
}
