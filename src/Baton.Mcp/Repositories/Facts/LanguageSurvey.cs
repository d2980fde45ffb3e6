using System.Collections.Frozen;
using Baton.Mcp.Repositories.Files;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Which languages the code is written in.</summary>
internal static class LanguageSurvey
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [".py"] = "Python",
        [".ipynb"] = "Jupyter notebook",
        [".js"] = "JavaScript",
        [".jsx"] = "JavaScript",
        [".mjs"] = "JavaScript",
        [".cjs"] = "JavaScript",
        [".ts"] = "TypeScript",
        [".tsx"] = "TypeScript",
        [".mts"] = "TypeScript",
        [".cts"] = "TypeScript",
        [".go"] = "Go",
        [".java"] = "Java",
        [".kt"] = "Kotlin",
        [".kts"] = "Kotlin",
        [".scala"] = "Scala",
        [".cs"] = "C#",
        [".fs"] = "F#",
        [".vb"] = "Visual Basic",
        [".rs"] = "Rust",
        [".rb"] = "Ruby",
        [".php"] = "PHP",
        [".swift"] = "Swift",
        [".c"] = "C",
        [".h"] = "C",
        [".cc"] = "C++",
        [".cpp"] = "C++",
        [".hpp"] = "C++",
        [".ex"] = "Elixir",
        [".exs"] = "Elixir",
        [".dart"] = "Dart",
        [".lua"] = "Lua",
        [".sh"] = "Shell",
        [".vue"] = "Vue",
        [".svelte"] = "Svelte",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Shares by size, the largest first.</summary>
    public static IReadOnlyList<LanguageShare> Of(RepositoryFacts facts)
    {
        var groups = facts
            .Files.Where(file => Names.ContainsKey(Path.GetExtension(file.Path)))
            .GroupBy(file => Names[Path.GetExtension(file.Path)], StringComparer.Ordinal)
            .Select(group =>
                (Name: group.Key, Files: group.Count(), Bytes: group.Sum((WalkedFile file) => file.Length))
            )
            .ToList();
        double all = Math.Max(1, groups.Sum(group => group.Bytes));
        return
        [
            .. groups
                .Select(group => new LanguageShare(
                    group.Name,
                    group.Files,
                    group.Bytes,
                    Math.Round(group.Bytes / all, 3)
                ))
                .OrderByDescending(share => share.Bytes)
                .ThenBy(share => share.Name, StringComparer.Ordinal),
        ];
    }
}
