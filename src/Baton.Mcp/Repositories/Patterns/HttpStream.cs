using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>How a route answers: whole, as events, as lines.</summary>
internal static class HttpStream
{
    /// <summary>The preset that explains the stream, or <see langword="null"/>.</summary>
    public static string? PresetOf(RepositoryFacts facts, CodeFacts file, RouteFact route)
    {
        _ = facts;
        return Seen(file, route, "vercel-ai") ? "vercel-ai"
            : Seen(file, route, "ag-ui")
            || (route.Path.Contains("ag-ui", StringComparison.Ordinal) && file.Mark("ag-ui") is not null)
                ? "ag-ui"
            : null;
    }

    /// <summary>Writes <c>stream</c> where the route streams.</summary>
    /// <returns>How it answers, in words.</returns>
    public static string? Write(
        RepositoryFacts facts,
        CodeFacts file,
        RouteFact route,
        JsonObject runner,
        JsonObject http
    )
    {
        if (PresetOf(facts, file, route) is { } preset)
        {
            runner["stream"] = new JsonObject { ["preset"] = preset };
            return $"answers with the stream of `{preset}`";
        }

        if (Seen(file, route, "ndjson"))
        {
            http["stream"] = "ndjson";
            return "answers with lines of JSON";
        }

        if (Seen(file, route, "sse"))
        {
            http["stream"] = "sse";
            return "answers with server-sent events";
        }

        return null;
    }

    private static bool Seen(CodeFacts file, RouteFact route, string mark)
    {
        // A helper of the file may hold the stream; then the one route there is owns it.
        bool isOnly = file.Routes.Count == 1;
        return file.Marks.Exists(seen =>
            seen.Name == mark && (isOnly || (seen.Line >= route.Line && seen.Line <= route.EndLine))
        );
    }
}
