namespace Baton.Mcp.Repositories.Code;

/// <summary>Frameworks in which the place of a file is its address: Next.js, SvelteKit, Nuxt.</summary>
internal static class FileRoutes
{
    /// <summary>The address a file answers, or <see langword="null"/> when it answers none.</summary>
    public static string? Of(string path)
    {
        string[] segments = path.Split('/');
        string name = segments[^1].Split('.')[0];
        int app = Array.LastIndexOf(segments, "app");
        int pages = Array.LastIndexOf(segments, "pages");
        int routes = Array.LastIndexOf(segments, "routes");
        int server = Array.LastIndexOf(segments, "server");
        if (name == "route" && app >= 0)
        {
            return Join(segments[(app + 1)..^1]);
        }

        if (pages >= 0 && segments.Length > pages + 1 && segments[pages + 1] == "api")
        {
            return Join([.. segments[(pages + 1)..^1], .. name == "index" ? Array.Empty<string>() : [name]]);
        }

        if (name == "+server" && routes >= 0)
        {
            return Join(segments[(routes + 1)..^1]);
        }

        return server >= 0 && segments.Length > server + 1 && segments[server + 1] == "api"
            ? Join([.. segments[(server + 1)..^1], name])
            : null;
    }

    private static string Join(string[] segments) =>
        "/" + string.Join('/', segments.Where(segment => !(segment.StartsWith('(') && segment.EndsWith(')'))));
}
