using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Tells modules of the repository from packages of the same name: <c>agents</c> may be either.</summary>
internal static class LocalModules
{
    /// <summary>Moves imports of Python that lead to files of the repository out of <see cref="CodeFacts.Imports"/>.</summary>
    public static void Separate(RepositoryFacts facts)
    {
        HashSet<string> folders = new(StringComparer.Ordinal);
        foreach (CodeFacts file in facts.Code.Where(file => file.Language == CodeLanguage.Python))
        {
            for (string folder = Paths.Folder(file.Path); folder.Length > 0; folder = Paths.Folder(folder))
            {
                if (!folders.Add(folder))
                {
                    break;
                }
            }
        }

        foreach (CodeFacts file in facts.Code.Where(file => file.Language == CodeLanguage.Python))
        {
            file.LocalImports.AddRange(file.Imports.Where(import => IsLocal(facts, folders, file, import)));
            file.Imports.RemoveAll(file.LocalImports.Contains);
        }
    }

    private static bool IsLocal(RepositoryFacts facts, HashSet<string> folders, CodeFacts file, ImportFact import)
    {
        if (import.Module.StartsWith('.'))
        {
            return true;
        }

        string first = import.Module.Split('.')[0];
        string own = Paths.Folder(file.Path);
        foreach (string place in (string[])[own, Paths.Folder(own), "", "src", facts.ProjectFolderOf(file)])
        {
            string path = place.Length == 0 ? first : $"{place}/{first}";
            if (path == own && !facts.Exists($"{own}/__init__.py"))
            {
                continue;
            }

            if (facts.Exists(path + ".py") || folders.Contains(path))
            {
                return true;
            }
        }

        return false;
    }
}
