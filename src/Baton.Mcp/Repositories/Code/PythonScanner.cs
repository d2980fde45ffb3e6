using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Reads what a Python file declares.</summary>
internal sealed partial class PythonScanner
{
    private static readonly string[] Verbs =
    [
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "route",
        "api_route",
        "websocket",
        "websocket_route",
    ];

    private readonly CodeFacts _facts;
    private readonly List<(int Indent, string Name, ClassFact? Class, FunctionFact? Function)> _scopes = [];
    private readonly List<(string Text, int Line)> _decorators = [];

    private PythonScanner(CodeFacts facts) => _facts = facts;

    /// <summary>Adds what the text declares to the facts of its file.</summary>
    public static void Scan(string text, CodeFacts facts)
    {
        PythonScanner scanner = new(facts);
        foreach (PythonStatement statement in new PythonStatements(text).Read())
        {
            scanner.Take(statement);
        }

        RouteRegions.Close(facts);
        PythonRequests.Fill(text, facts);
    }

    private void Take(PythonStatement statement)
    {
        while (_scopes.Count > 0 && _scopes[^1].Indent >= statement.Indent)
        {
            _scopes.RemoveAt(_scopes.Count - 1);
        }

        string text = statement.Text;
        if (text[0] == '@')
        {
            _decorators.Add((text[1..].Trim(), statement.Line));
            return;
        }

        if (
            text.StartsWith("def ", StringComparison.Ordinal) || text.StartsWith("async def ", StringComparison.Ordinal)
        )
        {
            Function(statement);
        }
        else if (text.StartsWith("class ", StringComparison.Ordinal))
        {
            Class(statement);
        }
        else
        {
            Other(statement);
        }

        _decorators.Clear();
    }

    private void Other(PythonStatement statement)
    {
        string text = statement.Text;
        if (text.StartsWith("import ", StringComparison.Ordinal))
        {
            foreach (string module in ArgumentList.Split(text[7..]))
            {
                _facts.Imports.Add(new ImportFact(module.Split(' ')[0], statement.Line));
            }
        }
        else if (text.StartsWith("from ", StringComparison.Ordinal) && From().Match(text) is { Success: true } from)
        {
            string names = from.Groups["names"].Value.Trim('(', ')', ' ');
            _facts.Imports.Add(
                new ImportFact(from.Groups["module"].Value, statement.Line)
                {
                    Names = [.. ArgumentList.Split(names).Select(name => name.Split(' ')[^1])],
                }
            );
        }
        else if (text.StartsWith("if __name__", StringComparison.Ordinal))
        {
            _facts.Marks.Add(new MarkFact("main", statement.Line, ""));
        }
        else
        {
            Body(statement);
        }
    }

    private void Body(PythonStatement statement)
    {
        string text = statement.Text;
        if (_scopes.FindLast(scope => scope.Function is not null).Function is { } function)
        {
            function.Yields |= text.Contains("yield", StringComparison.Ordinal) && Yield().IsMatch(text);
            function.ReturnsValue |= text.StartsWith("return ", StringComparison.Ordinal);
        }

        if (
            (
                text.Contains("include_router", StringComparison.Ordinal)
                || text.Contains("register_blueprint", StringComparison.Ordinal)
            ) && Include().Match(text) is { Success: true } include
        )
        {
            string prefix = include.Groups["prefix"].Success ? include.Groups["prefix"].Value : "";
            _facts.Mounts.Add(new MountFact(prefix, include.Groups["router"].Value));
        }

        if (
            text.StartsWith("inputs = {", StringComparison.Ordinal)
            || text.StartsWith("inputs={", StringComparison.Ordinal)
        )
        {
            _facts.Marks.Add(new MarkFact("crew-input", statement.Line, text));
        }

        bool isField = _scopes.Count > 0 && _scopes[^1].Class is not null;
        if (isField && Field().Match(text) is { Success: true } field)
        {
            _scopes[^1]
                .Class!.Fields.Add(
                    new Parameter(field.Groups["name"].Value, field.Groups["type"].Value.Trim(), !HasDefault(field))
                );
        }
        else if (_scopes.Count == 0 && statement.Indent == 0 && Assignment().Match(text) is { Success: true } made)
        {
            int open = made.Groups["callee"].Index + made.Groups["callee"].Length;
            string arguments = ArgumentList.Inside(text, text.IndexOf('(', open));
            _facts.Objects.Add(
                new ObjectFact(
                    made.Groups["name"].Value,
                    made.Groups["callee"].Value,
                    arguments.Length > 1000 ? arguments[..1000] : arguments,
                    statement.Line
                )
            );
        }
        else if (
            (text.Contains("add_", StringComparison.Ordinal) || text.Contains("web.", StringComparison.Ordinal))
            && RouteCall().Match(text) is { Success: true } call
        )
        {
            // `path("chat/", views.chat)` of Django, `web.post("/chat", chat)` and `add_post` of aiohttp.
            string verb = call.Groups["verb"].Value;
            _facts.Routes.Add(
                new RouteFact(
                    verb.Length == 0 || verb == "route" ? "ANY" : verb.ToUpperInvariant(),
                    "/" + call.Groups["path"].Value.TrimStart('/', '^'),
                    statement.Line
                )
            );
        }
        else if (text.Contains("path(", StringComparison.Ordinal) && DjangoPath().Matches(text) is { Count: > 0 } paths)
        {
            foreach (Match path in paths)
            {
                if (DjangoInclude().Match(text[path.Index..]) is { Success: true } included)
                {
                    _facts.Mounts.Add(
                        new MountFact("/" + path.Groups["path"].Value.Trim('/', '^'), included.Groups["module"].Value)
                    );
                    continue;
                }

                bool isChannel = text.Contains("as_asgi", StringComparison.Ordinal);
                _facts.Routes.Add(
                    new RouteFact(
                        isChannel ? "WS" : "ANY",
                        "/" + path.Groups["path"].Value.TrimStart('^', '/'),
                        statement.Line
                    )
                );
            }
        }
    }

    private void Function(PythonStatement statement)
    {
        string text = statement.Text;
        if (Definition().Match(text) is not { Success: true } match)
        {
            return;
        }

        ClassFact? owner = _scopes.Count > 0 ? _scopes[^1].Class : null;
        bool isNested = _scopes.Exists(scope => scope.Function is not null);
        int open = match.Index + match.Length - 1;
        string inside = ArgumentList.Inside(text, open);
        string rest = text[Math.Min(text.Length, open + inside.Length + 2)..];
        bool isStatic = _decorators.Exists(decorator => decorator.Text is "staticmethod" or "classmethod");
        FunctionFact function = new()
        {
            Name = match.Groups["name"].Value,
            Line = statement.Line,
            Owner = owner?.Name ?? "",
            Parameters = Parameters(
                inside,
                skipFirst: owner is not null && !_decorators.Exists(d => d.Text == "staticmethod")
            ),
            Returns = Arrow().Match(rest) is { Success: true } arrow ? arrow.Groups["type"].Value.Trim() : "",
            IsAsync = text.StartsWith("async", StringComparison.Ordinal),
            IsStatic = isStatic,
            Decorators = [.. _decorators.Select(decorator => decorator.Text.Split('(')[0])],
            ReturnsValue = OneLine().IsMatch(rest),
        };
        if (!isNested)
        {
            _facts.Functions.Add(function);
            if (owner is not null && function.Name == "__init__")
            {
                owner.Constructor = function.Parameters;
            }
        }

        foreach ((string decorator, int line) in _decorators)
        {
            Route(decorator, line, function);
        }

        _scopes.Add((statement.Indent, function.Name, null, function));
    }

    private void Route(string decorator, int line, FunctionFact handler)
    {
        int open = decorator.IndexOf('(', StringComparison.Ordinal);
        int dot = open < 0 ? -1 : decorator.LastIndexOf('.', open);
        if (dot <= 0 || Array.IndexOf(Verbs, decorator[(dot + 1)..open]) < 0)
        {
            return;
        }

        string verb = decorator[(dot + 1)..open];
        IReadOnlyList<string> arguments = ArgumentList.Split(ArgumentList.Inside(decorator, open));
        string? path = arguments.Select(ArgumentList.FirstText).FirstOrDefault(text => text is not null);
        if (path is null || (path.Length > 0 && path[0] != '/'))
        {
            return;
        }

        string methods = ArgumentList.Named(arguments, "methods") ?? "";
        string shown = verb switch
        {
            "websocket" or "websocket_route" => "WS",
            "route" or "api_route" when methods.Contains("POST", StringComparison.OrdinalIgnoreCase) => "POST",
            "route" or "api_route" => "GET",
            _ => verb.ToUpperInvariant(),
        };
        _facts.Routes.Add(new RouteFact(shown, path, line) { Handler = handler, Router = decorator[..dot] });
    }

    private void Class(PythonStatement statement)
    {
        if (ClassName().Match(statement.Text) is not { Success: true } match)
        {
            return;
        }

        int open = statement.Text.IndexOf('(', StringComparison.Ordinal);
        IReadOnlyList<string> bases = open < 0 ? [] : ArgumentList.Split(ArgumentList.Inside(statement.Text, open));
        ClassFact made = new(match.Groups["name"].Value, bases, statement.Line)
        {
            Decorators = [.. _decorators.Select(decorator => decorator.Text.Split('(')[0])],
        };
        if (_scopes.Count == 0)
        {
            _facts.Classes.Add(made);
        }

        _scopes.Add((statement.Indent, made.Name, made, null));
    }

    private static List<Parameter> Parameters(string inside, bool skipFirst)
    {
        List<Parameter> result = [];
        foreach (string piece in ArgumentList.Split(inside).Skip(skipFirst ? 1 : 0))
        {
            if (piece is "*" or "/")
            {
                continue;
            }

            if (ParameterText().Match(piece) is { Success: true } match)
            {
                string stars = match.Groups["stars"].Value;
                result.Add(
                    new Parameter(
                        stars + match.Groups["name"].Value,
                        match.Groups["type"].Value.Trim(),
                        stars.Length == 0 && !HasDefault(match)
                    )
                );
            }
        }

        return result;
    }

    private static bool HasDefault(Match match) => match.Groups["default"].Success;

    [GeneratedRegex(@"^from\s+(?<module>[\w.]+)\s+import\s+(?<names>.*)", RegexOptions.None, 1000)]
    private static partial Regex From();

    [GeneratedRegex(@"^(?:async )?def\s+(?<name>\w+)\s*(?:\[[^\]]*\])?\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^class\s+(?<name>\w+)", RegexOptions.None, 1000)]
    private static partial Regex ClassName();

    [GeneratedRegex(
        @"^(?<stars>\*{0,2})(?<name>\w+)\s*(?::\s*(?<type>[^=]+))?\s*(?:=(?<default>.*))?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ParameterText();

    [GeneratedRegex(@"^(?<name>\w+)\s*:\s*(?<type>[^=]+)(?:=(?<default>.*))?$", RegexOptions.None, 1000)]
    private static partial Regex Field();

    [GeneratedRegex(
        @"^(?<name>\w+)\s*(?::[^=(]+)?=\s*(?:await\s+)?(?<callee>[A-Za-z_][\w.]*)\s*(?:\[[^\]]*\])?\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Assignment();

    [GeneratedRegex(
        @"\b(?:add_|web\.)(?<verb>get|post|put|route)\(\s*(?:[""'](?:GET|POST|\*)[""']\s*,\s*)?[rf]?[""'](?<path>/[^""']*)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex RouteCall();

    [GeneratedRegex(@"\b(?:re_)?path\(\s*r?[""'](?<path>[^""']*)[""']\s*,", RegexOptions.None, 1000)]
    private static partial Regex DjangoPath();

    [GeneratedRegex(
        @"^(?:re_)?path\(\s*r?[""'][^""'\n]*[""']\s*,\s*include\(\s*[""'](?<module>[\w.]+)[""']",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DjangoInclude();

    [GeneratedRegex(
        @"\b(?:include_router|register_blueprint)\(\s*(?<router>[\w.]+)(?:[^)]*?\b(?:url_)?prefix\s*=\s*f?[""'](?<prefix>[^""']*)[""'])?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Include();

    [GeneratedRegex(@"(?:^|[\s(=])yield\b", RegexOptions.None, 1000)]
    private static partial Regex Yield();

    [GeneratedRegex(@"^\s*->\s*(?<type>[^:]+(?:\[.*\])?)", RegexOptions.None, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(@":\s*(?:return|yield)\b", RegexOptions.None, 1000)]
    private static partial Regex OneLine();
}
