using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Puts together the whole path of a route from what the files above it say.</summary>
internal static class RouteAddress
{
    private const int DeepestMount = 4;

    /// <summary>The whole path.</summary>
    public static string Of(RepositoryFacts facts, CodeFacts file, RouteFact route)
    {
        string path = route.Path;
        if (file.Language == CodeLanguage.Python && route.Router.Length > 0)
        {
            path = Prefix(file, route.Router) + path;
        }

        CodeFacts at = file;
        for (int depth = 0; depth < DeepestMount; depth++)
        {
            if (MountOf(facts, at) is not { } mount)
            {
                break;
            }

            path = mount.Prefix.TrimEnd('/') + "/" + path.TrimStart('/');
            at = mount.File;
        }

        if (file.Language == CodeLanguage.Script && route.Router.Length == 0 && file.Uses("@nestjs/common"))
        {
            path = GlobalPrefix(facts, file) + path;
        }

        if (file.Language == CodeLanguage.Java)
        {
            path =
                facts
                    .Manifests.FirstOrDefault(manifest => manifest.Facts.ContainsKey("prefix"))
                    ?.Facts["prefix"]
                    .TrimEnd('/') + path;
        }

        string whole = "/" + path.Trim('/');
        return path.Length > 1 && path.EndsWith('/') && file.Language == CodeLanguage.Python ? whole + "/" : whole;
    }

    private static string Prefix(CodeFacts file, string router)
    {
        ObjectFact? made = file.Objects.Find(item => item.Name == router);
        string? prefix = made is null
            ? null
            : ArgumentList.Named(ArgumentList.Split(made.Arguments), "prefix")
                ?? ArgumentList.Named(ArgumentList.Split(made.Arguments), "url_prefix");
        return prefix is null ? "" : (ArgumentList.FirstText(prefix) ?? "").TrimEnd('/');
    }

    private static (CodeFacts File, string Prefix)? MountOf(RepositoryFacts facts, CodeFacts file)
    {
        foreach (CodeFacts other in facts.Mounting.Where(other => other.Language == file.Language && other != file))
        {
            foreach (MountFact mount in other.Mounts)
            {
                if (LeadsTo(other, mount.Module, file))
                {
                    return (other, mount.Prefix);
                }
            }
        }

        return null;
    }

    private static bool LeadsTo(CodeFacts from, string module, CodeFacts file)
    {
        if (from.Language == CodeLanguage.Script)
        {
            string? target = Paths.Resolve(Paths.Folder(from.Path), module);
            string plain = file.Path[..file.Path.LastIndexOf('.')];
            string? bare =
                target is not null && Path.HasExtension(target) && target.EndsWith("js", StringComparison.Ordinal)
                    ? Path.ChangeExtension(target, null)
                    : target;
            return target is not null && (plain == target || plain == bare || plain == target + "/index");
        }

        // `chat.router`, `chat_router` taken from a module, or a dotted module of Django.
        string[] parts = module.Split('.');
        string dotted = file.Path[..^3].Replace('/', '.');
        IEnumerable<string> modules = from
            .LocalImports.Where(import => import.Names.Contains(parts[0], StringComparer.Ordinal))
            .SelectMany(import => new[] { import.Module, $"{import.Module}.{parts[0]}" })
            .Append(module);
        return modules
            .Select(name => name.TrimStart('.'))
            .Any(name => name.Length > 0 && (dotted == name || dotted.EndsWith("." + name, StringComparison.Ordinal)));
    }

    private static string GlobalPrefix(RepositoryFacts facts, CodeFacts file)
    {
        string project = facts.ProjectFolderOf(file);
        MarkFact? mark = facts
            .Code.Where(other => Paths.IsIn(other.Path, project))
            .Select(other => other.Mark("global-prefix"))
            .FirstOrDefault(found => found is not null);
        string? prefix = mark is null ? null : ArgumentList.FirstText(mark.Value);
        return string.IsNullOrEmpty(prefix) ? "" : "/" + prefix.Trim('/');
    }
}
