using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads what a C# file declares.</summary>
internal static partial class DotNetScanner
{
    /// <summary>Adds what the text declares to the facts of its file.</summary>
    public static void Scan(string text, CodeFacts facts)
    {
        facts.Namespace = Namespace().Match(text) is { Success: true } space ? space.Groups["name"].Value : "";
        foreach (Match match in Using().Matches(text))
        {
            facts.Imports.Add(new ImportFact(match.Groups["name"].Value, Lines.Of(text, match.Index)));
        }

        Declarations(text, facts);
        foreach (Match match in Mapped().Matches(text))
        {
            string verb = match.Groups["verb"].Value;
            List<RequestField> fields = [];
            string lambda = match.Groups["lambda"].Value;
            foreach (string piece in ArgumentList.Split(lambda))
            {
                Take(piece, fields, verb == "Get" ? RequestPart.Query : RequestPart.Json);
            }

            facts.Routes.Add(
                new RouteFact(
                    verb.Length == 0 ? "ANY" : verb.ToUpperInvariant(),
                    "/" + match.Groups["path"].Value.TrimStart('/'),
                    Lines.Of(text, match.Index)
                )
                {
                    Fields = fields,
                }
            );
        }

        Controllers(text, facts);
        RouteRegions.Close(facts);
        bool isProgram =
            facts.Path.EndsWith("Program.cs", StringComparison.Ordinal)
            && !text.Contains(" Main(", StringComparison.Ordinal);
        if (isProgram)
        {
            facts.Marks.Add(new MarkFact("main", 1, "top-level"));
        }
        else if (Main().Match(text) is { Success: true } main)
        {
            facts.Marks.Add(new MarkFact("main", Lines.Of(text, main.Index), ""));
        }
    }

    private static void Controllers(string text, CodeFacts facts)
    {
        if (ControllerClass().Match(text) is not { Success: true } controller)
        {
            return;
        }

        string name = controller.Groups["name"].Value;
        string prefix = ControllerRoute().Match(text[..controller.Index]) is { Success: true } route
            ? route.Groups["path"].Value.Replace("[controller]", name, StringComparison.OrdinalIgnoreCase)
            : "";
        foreach (Match match in Verb().Matches(text))
        {
            string path = match.Groups["path"].Value;
            string whole =
                path.StartsWith('/') ? path
                : path.StartsWith("~/", StringComparison.Ordinal) ? path[1..]
                : "/" + string.Join('/', new[] { prefix, path }.Where(part => part.Length > 0));
            List<RequestField> fields = [];
            foreach (string piece in ArgumentList.Split(match.Groups["parameters"].Value))
            {
                Take(piece, fields, match.Groups["verb"].Value == "Get" ? RequestPart.Query : RequestPart.Json);
            }

            facts.Routes.Add(
                new RouteFact(match.Groups["verb"].Value.ToUpperInvariant(), whole, Lines.Of(text, match.Index))
                {
                    Fields = fields,
                }
            );
        }
    }

    private static void Take(string piece, List<RequestField> fields, RequestPart part)
    {
        string plain = Attribute().Replace(piece, "").Split('=')[0].Trim();
        string[] words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isService =
            piece.Contains("FromServices", StringComparison.Ordinal)
            || piece.Contains("FromRoute", StringComparison.Ordinal)
            || (words.Length > 1 && words[^2] is "CancellationToken" or "HttpContext" or "HttpRequest" or "ILogger");
        if (words.Length < 2 || isService)
        {
            return;
        }

        string type = words[^2].TrimEnd('?');
        bool isPlain = type is "string" or "int" or "Guid" or "bool" or "long";
        bool isInterface = type.Length > 1 && type[0] == 'I' && char.IsUpper(type[1]);
        if (!isInterface)
        {
            RequestPart from =
                isPlain && !piece.Contains("FromBody", StringComparison.Ordinal) ? RequestPart.Query : part;
            fields.Add(new RequestField(words[^1], type, from, !piece.Contains('=', StringComparison.Ordinal)));
        }
    }

    private static void Declarations(string text, CodeFacts facts)
    {
        foreach (Match match in Class().Matches(text))
        {
            ClassFact made = new(
                match.Groups["name"].Value,
                [match.Groups["bases"].Value.Trim()],
                Lines.Of(text, match.Index)
            )
            {
                IsPublic = match.Value.Contains("public", StringComparison.Ordinal),
            };
            if (match.Groups["parameters"].Success)
            {
                foreach (string piece in ArgumentList.Split(match.Groups["parameters"].Value))
                {
                    string[] words = Attribute()
                        .Replace(piece, "")
                        .Split('=')[0]
                        .Trim()
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    if (words.Length > 1)
                    {
                        made.Fields.Add(
                            new Parameter(words[^1], words[^2], !piece.Contains('=', StringComparison.Ordinal))
                        );
                    }
                }

                made.Constructor = [.. made.Fields];
            }

            int from = match.Index + match.Length;
            string body = text[from..Math.Min(text.Length, from + 6000)];
            foreach (Match field in Property().Matches(body))
            {
                made.Fields.Add(
                    new Parameter(
                        field.Groups["name"].Value,
                        field.Groups["type"].Value,
                        field.Value.Contains("required", StringComparison.Ordinal)
                    )
                );
            }

            facts.Classes.Add(made);
        }

        foreach (Match match in Method().Matches(text))
        {
            int line = Lines.Of(text, match.Index);
            string name = match.Groups["name"].Value;
            ClassFact? owner = facts.Classes.FindLast(made => made.Line <= line);
            List<Parameter> parameters = Parameters(match.Groups["parameters"].Value);
            if (owner is not null && name == owner.Name)
            {
                owner.Constructor = parameters;
                continue;
            }

            facts.Functions.Add(
                new FunctionFact
                {
                    Name = name,
                    Owner = owner?.Name ?? "",
                    Line = line,
                    IsStatic = match.Groups["modifiers"].Value.Contains("static", StringComparison.Ordinal),
                    IsPublic = owner?.IsPublic ?? true,
                    IsAsync = match.Groups["type"].Value.Contains("Task", StringComparison.Ordinal),
                    Yields = match.Groups["type"].Value.Contains("Enumerable", StringComparison.Ordinal),
                    ReturnsValue = match.Groups["type"].Value is not ("void" or "Task" or "async Task"),
                    Returns = match.Groups["type"].Value,
                    Parameters = parameters,
                }
            );
        }
    }

    private static List<Parameter> Parameters(string inside) =>
        [
            .. ArgumentList
                .Split(inside)
                .Select(piece =>
                    (
                        Text: Attribute().Replace(piece, "").Trim(),
                        Default: piece.Contains('=', StringComparison.Ordinal)
                    )
                )
                .Select(piece =>
                    (
                        Words: piece.Text.Split('=')[0].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries),
                        piece.Default
                    )
                )
                .Where(piece => piece.Words.Length > 1)
                .Select(piece => new Parameter(piece.Words[^1], piece.Words[^2], !piece.Default)),
        ];

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:global\s+)?using\s+(?:static\s+)?(?<name>[\w.]+)\s*;", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"\.Map(?<verb>Get|Post|Put|Patch|)\(\s*(?:pattern:\s*)?""(?<path>[^""\n]*)""\s*(?:,\s*(?:async\s*)?\((?<lambda>[^)]*)\))?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Mapped();

    [GeneratedRegex(@"class\s+(?<name>\w+)Controller\b", RegexOptions.None, 1000)]
    private static partial Regex ControllerClass();

    [GeneratedRegex(@"\[Route\(\s*""(?<path>[^""]*)""", RegexOptions.RightToLeft, 1000)]
    private static partial Regex ControllerRoute();

    [GeneratedRegex(
        @"\[Http(?<verb>Get|Post|Put|Patch)(?:\(\s*(?:""(?<path>[^""]*)"")?[^)]*\))?\](?:\s*\[[^\]]*\])*\s*(?:public\s+)?[\w<>\[\]?., ]+\((?<parameters>[^)]*)\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Verb();

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|sealed|abstract|static|partial|readonly)\s+)*(?:class|record(?:\s+struct|\s+class)?|struct)\s+(?<name>\w+)(?:<[^>\n]*>)?\s*(?:\((?<parameters>[^)]*)\))?(?:\s*:(?<bases>[^{;\n]*))?",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Class();

    [GeneratedRegex(
        @"^\s*public\s+(?:required\s+)?(?<type>[\w<>\[\]?.]+)\s+(?<name>\w+)\s*\{\s*get",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Property();

    [GeneratedRegex(
        @"^\s*public\s+(?<modifiers>(?:static\s+|async\s+|virtual\s+|override\s+|sealed\s+)*)(?:(?<type>[\w<>\[\]?.,]+(?:\s*<[^>\n]*>)?)\s+)?(?<name>\w+)\s*\((?<parameters>[^)]*)\)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Method();

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.None, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"static\s+(?:async\s+)?(?:void|int|Task(?:<int>)?)\s+Main\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Main();
}
