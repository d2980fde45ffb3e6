using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads what a Java or Kotlin file declares.</summary>
internal static partial class JavaScanner
{
    /// <summary>Adds what the text declares to the facts of its file.</summary>
    public static void Scan(string text, CodeFacts facts)
    {
        facts.Namespace = Package().Match(text) is { Success: true } package ? package.Groups["name"].Value : "";
        foreach (Match match in Import().Matches(text))
        {
            facts.Imports.Add(new ImportFact(match.Groups["name"].Value, Lines.Of(text, match.Index)));
        }

        Declarations(text, facts);
        Routes(text, facts);
        RouteRegions.Close(facts);
        foreach (Match match in Taken().Matches(text))
        {
            int line = Lines.Of(text, match.Index);
            bool isBody = match.Groups["part"].Value == "RequestBody";
            string? key = isBody ? null : Key(match.Groups["arguments"].Value);
            string name = key ?? match.Groups["name"].Value;
            facts
                .Routes.FindLast(route => route.Line <= line && line <= route.EndLine)
                ?.Fields.Add(
                    new RequestField(
                        name,
                        match.Groups["type"].Value,
                        isBody ? RequestPart.Json : RequestPart.Query,
                        !match.Value.Contains("defaultValue", StringComparison.Ordinal)
                            && !match.Value.Contains("required = false", StringComparison.Ordinal)
                    )
                );
        }
    }

    private static void Routes(string text, CodeFacts facts)
    {
        bool isController =
            text.Contains("Controller", StringComparison.Ordinal) || text.Contains("@Path", StringComparison.Ordinal);
        int firstClass = Class().Match(text) is { Success: true } first ? first.Index : 0;
        string prefix = "";
        foreach (Match match in isController ? Mapping().Matches(text) : Enumerable.Empty<Match>())
        {
            string verb = match.Groups["verb"].Value;
            string arguments = match.Groups["arguments"].Value;
            string path = MappingPath(arguments);
            if (match.Index < firstClass)
            {
                prefix = verb == "Request" ? path : prefix;
                continue;
            }

            if (verb == "Request")
            {
                verb = arguments.Contains("GET", StringComparison.Ordinal) ? "Get" : "Post";
            }

            int line = Lines.Of(text, match.Index);
            string whole = string.Join(
                '/',
                new[] { prefix, path }.Select(part => part.Trim('/')).Where(part => part.Length > 0)
            );
            facts.Routes.Add(new RouteFact(verb.ToUpperInvariant(), "/" + whole, line));
        }

        foreach (Match match in Socket().Matches(text))
        {
            facts.Routes.Add(new RouteFact("WS", match.Groups["path"].Value, Lines.Of(text, match.Index)));
        }
    }

    private static string? Key(string arguments) =>
        ArgumentList
            .Split(arguments)
            .Select(piece => piece.Split('=', 2))
            .Where(pair => pair.Length == 1 || pair[0].Trim() is "value" or "name")
            .Select(pair => ArgumentList.FirstText(pair[^1]))
            .FirstOrDefault(text => text is not null);

    private static string MappingPath(string arguments)
    {
        foreach (string piece in ArgumentList.Split(arguments))
        {
            string[] pair = piece.Split('=', 2);
            bool isPath = pair.Length == 1 || pair[0].Trim() is "value" or "path";
            if (isPath && ArgumentList.FirstText(piece) is { } path)
            {
                return path;
            }
        }

        return "";
    }

    private static void Declarations(string text, CodeFacts facts)
    {
        foreach (Match match in Class().Matches(text))
        {
            ClassFact made = new(match.Groups["name"].Value, [], Lines.Of(text, match.Index));
            int open = match.Index + match.Length;
            if (match.Groups["kind"].Value.EndsWith("record", StringComparison.Ordinal) || IsDataClass(match, text))
            {
                int bracket = text.IndexOf('(', match.Index);
                string parameters = bracket < 0 ? "" : ArgumentList.Inside(text, bracket);
                foreach (string piece in ArgumentList.Split(parameters))
                {
                    string[] words = piece
                        .Replace(":", " : ", StringComparison.Ordinal)
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    int colon = Array.IndexOf(words, ":");
                    made.Fields.Add(
                        colon > 0
                            ? new Parameter(words[colon - 1], words[^1], true)
                            : new Parameter(words[^1], words.Length > 1 ? words[^2] : "", true)
                    );
                }
            }
            else
            {
                string body = open < text.Length ? text[open..Math.Min(text.Length, open + 4000)] : "";
                foreach (Match field in Field().Matches(body))
                {
                    made.Fields.Add(new Parameter(field.Groups["name"].Value, field.Groups["type"].Value, true));
                }
            }

            facts.Classes.Add(made);
        }

        foreach (
            Match match in Method()
                .Matches(text)
                .Where(method => method.Groups["type"].Value is not ("record" or "class" or "interface"))
        )
        {
            facts.Functions.Add(
                new FunctionFact
                {
                    Name = match.Groups["name"].Value,
                    Owner = facts.Classes.FindLast(made => made.Line <= Lines.Of(text, match.Index))?.Name ?? "",
                    Line = Lines.Of(text, match.Index),
                    ReturnsValue = match.Groups["type"].Value != "void",
                    Returns = match.Groups["type"].Value,
                    IsStatic = match.Value.Contains("static", StringComparison.Ordinal),
                    Parameters =
                    [
                        .. ArgumentList
                            .Split(match.Groups["parameters"].Value)
                            .Select(piece => piece.Split(' '))
                            .Select(words => new Parameter(words[^1], words.Length > 1 ? words[^2] : "", true)),
                    ],
                }
            );
        }

        if (Main().Match(text) is { Success: true } main)
        {
            facts.Marks.Add(new MarkFact("main", Lines.Of(text, main.Index), ""));
        }
    }

    private static bool IsDataClass(Match match, string text) =>
        match.Index >= 5 && text.AsSpan(match.Index, match.Length).Contains("data", StringComparison.Ordinal);

    [GeneratedRegex(@"^package\s+(?<name>[\w.]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"^import\s+(?:static\s+)?(?<name>[\w.]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Import();

    [GeneratedRegex(
        @"^\s*(?:@\w+\s+)*(?:(?:public|private|protected|internal|abstract|final|sealed|static|open|data)\s+)*(?<kind>class|record|interface|enum)\s+(?<name>\w+)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Class();

    [GeneratedRegex(
        @"@(?<verb>Get|Post|Put|Patch|Request)Mapping\b\s*(?:\((?<arguments>[^)]*)\))?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Mapping();

    [GeneratedRegex(
        @"(?:@ServerEndpoint\(|addHandler\([^,;]+,)\s*(?:value\s*=\s*)?""(?<path>/[^""]*)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Socket();

    [GeneratedRegex(
        @"@(?<part>RequestParam|RequestBody)\b(?:\((?<arguments>[^)]*)\))?\s+(?:final\s+)?(?:(?<type>[\w<>.,\[\]? ]+?)\s+(?<name>\w+)\s*[,)]|(?<name>\w+)\s*:\s*(?<type>\w+))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Taken();

    [GeneratedRegex(
        @"^\s*(?:private|public|protected)\s+(?:final\s+)?(?<type>[\w<>\[\].]+)\s+(?<name>\w+)\s*[;=]",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Field();

    [GeneratedRegex(
        @"^\s*public\s+(?:static\s+)?(?:final\s+)?(?<type>[\w<>\[\].?, ]+?)\s+(?<name>\w+)\s*\((?<parameters>[^)]*)\)\s*(?:throws[^{]*)?\{",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Method();

    [GeneratedRegex(@"public\s+static\s+void\s+main\s*\(|^fun\s+main\s*\(", RegexOptions.Multiline, 1000)]
    private static partial Regex Main();
}
