using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Patterns;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Where programs begin and what they serve.</summary>
internal static class EntryPointSurvey
{
    private const int Most = 200;

    /// <summary>By path; tests are left out.</summary>
    public static IReadOnlyList<EntryPoint> Of(RepositoryFacts facts)
    {
        IEnumerable<EntryPoint> commands = facts.Manifests.SelectMany(manifest =>
            manifest
                .Commands.Where(command => command.Kind is not "environment")
                .Select(command => new EntryPoint(
                    command.Kind,
                    command.Body.Length == 0 ? command.Name : $"{command.Name}: {Short(command.Body)}",
                    new CodePlace(manifest.Path, command.Line)
                ))
        );
        IEnumerable<EntryPoint> code = facts
            .Code.Where(file => file.Role != FileRole.Support)
            .SelectMany(file => OfFile(facts, file));
        return
        [
            .. commands
                .Concat(code)
                .OrderBy(entry => entry.Place.File, StringComparer.Ordinal)
                .ThenBy(entry => entry.Place.Line)
                .Take(Most),
        ];
    }

    private static IEnumerable<EntryPoint> OfFile(RepositoryFacts facts, CodeFacts file)
    {
        if (file.Mark("main") is { } main)
        {
            yield return new EntryPoint("program", file.Path, file.At(main.Line));
        }

        foreach (RouteFact route in file.Routes.Where(route => HttpPattern.IsServed(file, route)))
        {
            string address = RouteAddress.Of(facts, file, route);
            yield return route.Verb == "WS"
                ? new EntryPoint("websocket", address, file.At(route.Line))
                : new EntryPoint("route", $"{route.Verb} {address}", file.At(route.Line));
        }
    }

    private static string Short(string text) => text.Length > 120 ? text[..120] + "…" : text;
}
