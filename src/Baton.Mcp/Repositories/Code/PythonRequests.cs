using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Finds what the handlers of Python's web frameworks take from a request.</summary>
internal static partial class PythonRequests
{
    private static readonly string[] Injected =
    [
        "Depends",
        "Request",
        "Response",
        "BackgroundTasks",
        "WebSocket",
        "Session",
        "Header",
        "Cookie",
        "Security",
    ];

    /// <summary>Fills <see cref="RouteFact.Fields"/>.</summary>
    public static void Fill(string text, CodeFacts facts)
    {
        foreach (RouteFact route in facts.Routes)
        {
            if (route.Verb != "WS" && route.Handler is { } handler)
            {
                Parameters(route, handler);
            }
        }

        foreach (Match match in Taken().Matches(text))
        {
            int line = Lines.Of(text, match.Index);
            RouteFact? route = facts.Routes.FindLast(candidate => candidate.Line <= line && line <= candidate.EndLine);
            string part = match.Groups["part"].Value;
            route?.Fields.Add(
                new RequestField(
                    match.Groups["name"].Value,
                    "",
                    part switch
                    {
                        "args" or "query_params" or "GET" => RequestPart.Query,
                        "form" or "POST" => RequestPart.Form,
                        _ => RequestPart.Json,
                    },
                    Required: true
                )
            );
        }
    }

    private static void Parameters(RouteFact route, FunctionFact handler)
    {
        foreach (Parameter parameter in handler.Parameters)
        {
            bool isPath =
                route.Path.Contains("{" + parameter.Name, StringComparison.Ordinal)
                || route.Path.Contains(parameter.Name + ">", StringComparison.Ordinal);
            bool isInjected = parameter
                .Type.Split([' ', '.', ',', '[', ']', '(', ')', '|'], StringSplitOptions.RemoveEmptyEntries)
                .Any(word => Array.IndexOf(Injected, word) >= 0);
            bool isWhole = parameter is { Name: "request" or "req", Type.Length: 0 };
            if (isPath || isInjected || isWhole || parameter.Name == "self")
            {
                continue;
            }

            // A class is looked up in the whole repository later; a plain type is a query parameter.
            bool isBody = parameter.Type.Length > 0 && char.IsUpper(parameter.Type.Split('.')[^1][0]);
            route.Fields.Add(
                new RequestField(
                    parameter.Name,
                    parameter.Type,
                    parameter.Type.Contains("Form", StringComparison.Ordinal) ? RequestPart.Form
                        : isBody && !IsPlain(parameter.Type) && route.Verb != "GET" ? RequestPart.Json
                        : RequestPart.Query,
                    parameter.Required
                )
            );
        }
    }

    private static bool IsPlain(string type) =>
        type.StartsWith("Optional[str", StringComparison.Ordinal)
        || type.StartsWith("Annotated[str", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\b(?:request|req|data|body|payload|json_data|form|content)(?:\.(?<part>args|form|json|query_params|GET|POST|data))?(?:\.get\(|\[)\s*[""'](?<name>\w+)[""']",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Taken();
}
