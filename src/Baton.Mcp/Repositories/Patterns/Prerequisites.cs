using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>What any way to run the agent needs: its packages and its keys.</summary>
internal static class Prerequisites
{
    private const int MostKeys = 6;

    /// <summary>In the order in which it is done.</summary>
    public static IEnumerable<string> For(RepositoryFacts facts, Candidate candidate)
    {
        CodeFacts? file = facts.Code.FirstOrDefault(code => code.Path == candidate.Place.File);
        string folder = file is null ? Paths.Folder(candidate.Place.File) : facts.ProjectFolderOf(file);
        if (file is not null && Install(facts, file, folder) is { } install)
        {
            yield return $"install its packages: `{install}`";
        }

        List<string> keys = Keys(facts, folder);
        if (keys.Count > 0)
        {
            yield return $"set {string.Join(", ", keys)}, as far as they are used, in the environment or in baton/.env";
        }
    }

    private static string? Install(RepositoryFacts facts, CodeFacts file, string folder)
    {
        if (facts.ProjectOf(file) is not { } project || project.Packages.Count == 0)
        {
            return null;
        }

        string at = folder.Length == 0 ? "" : $"cd {folder} && ";
        string? locked = facts
            .Manifests.Where(manifest =>
                manifest.IsLock && manifest.Language == file.Language && Paths.IsIn(folder + "/", manifest.Folder)
            )
            .OrderByDescending(manifest => manifest.Folder.Length)
            .Select(manifest => manifest.Manager)
            .FirstOrDefault();
        return file.Language switch
        {
            CodeLanguage.Python when (locked ?? project.Manager) is "uv" => $"{at}uv sync",
            CodeLanguage.Python when (locked ?? project.Manager) is "poetry" => $"{at}poetry install",
            CodeLanguage.Python when (locked ?? project.Manager) is "pdm" => $"{at}pdm install",
            CodeLanguage.Python when project.Manager == "pipenv" => $"{at}pipenv install",
            CodeLanguage.Python when project.FileName.EndsWith(".txt", StringComparison.Ordinal) =>
                $"{at}python3 -m venv .venv && .venv/bin/pip install -r {Paths.Below(project.Path, folder)}",
            CodeLanguage.Python => $"{at}python3 -m venv .venv && .venv/bin/pip install -e .",
            CodeLanguage.Script => $"{at}{locked ?? project.Manager} install",
            _ => null,
        };
    }

    private static List<string> Keys(RepositoryFacts facts, string folder)
    {
        IEnumerable<string> used = facts
            .Code.Where(code => code.Role == FileRole.Product && Paths.IsIn(code.Path, folder))
            .SelectMany(code => code.Marks)
            .Where(mark => mark.Name == "environment-key")
            .Select(mark => mark.Value);
        IEnumerable<string> listed = facts
            .Manifests.Where(manifest => Paths.IsIn(manifest.Path, folder))
            .SelectMany(manifest => manifest.Commands)
            .Where(command =>
                command.Kind == "environment"
                && (
                    command.Name.EndsWith("_KEY", StringComparison.Ordinal)
                    || command.Name.EndsWith("_TOKEN", StringComparison.Ordinal)
                )
            )
            .Select(command => command.Name);
        return
        [
            .. used.Concat(listed)
                .Where(name => name.Length > 8 && !name.StartsWith('_') && name[0] is >= 'A' and <= 'Z')
                .GroupBy(name => name, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Take(MostKeys)
                .Select(group => group.Key),
        ];
    }
}
