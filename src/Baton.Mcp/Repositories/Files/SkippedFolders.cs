using System.Collections.Frozen;

namespace Baton.Mcp.Repositories.Files;

/// <summary>Folders that hold no code of the repository's own: packages, build output, what tools keep.</summary>
internal static class SkippedFolders
{
    private static readonly FrozenSet<string> Always = FrozenSet.ToFrozenSet(
        [
            ".git",
            ".hg",
            ".svn",
            ".jj",
            "node_modules",
            "bower_components",
            "jspm_packages",
            ".yarn",
            ".pnpm-store",
            ".venv",
            "venv",
            "site-packages",
            "__pycache__",
            "__pypackages__",
            ".eggs",
            ".tox",
            ".nox",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            ".ipynb_checkpoints",
            ".next",
            ".nuxt",
            ".svelte-kit",
            ".turbo",
            ".parcel-cache",
            ".output",
            ".vercel",
            ".mastra",
            ".langgraph_api",
            ".gradle",
            ".mvn",
            ".idea",
            ".vs",
            ".terraform",
            ".serverless",
            ".aws-sam",
            "dist",
            "htmlcov",
            "coverage",
            ".coverage",
            ".nyc_output",
            ".cache",
            "DerivedData",
            "Pods",
        ],
        StringComparer.Ordinal
    );

    /// <summary>Names that mean output only beside one of these files (a leading dot is an extension).</summary>
    private static readonly FrozenDictionary<string, string[]> Beside = new Dictionary<string, string[]>(
        StringComparer.Ordinal
    )
    {
        ["build"] =
        [
            "package.json",
            "pyproject.toml",
            "setup.py",
            "build.gradle",
            "build.gradle.kts",
            "CMakeLists.txt",
        ],
        ["out"] = ["package.json", "tsconfig.json", "next.config.js", "next.config.ts", "next.config.mjs"],
        ["target"] = ["pom.xml", "Cargo.toml", "build.sbt"],
        ["vendor"] = ["go.mod", "composer.json", "Gemfile"],
        ["bin"] = [".csproj", ".fsproj", ".vbproj"],
        ["obj"] = [".csproj", ".fsproj", ".vbproj"],
        ["artifacts"] = [".slnx", ".sln"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a folder is passed over.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="siblings">Names of the files beside it.</param>
    public static bool Skips(string name, IReadOnlyList<string> siblings) =>
        Always.Contains(name)
        || name.EndsWith(".egg-info", StringComparison.Ordinal)
        || (
            Beside.TryGetValue(name, out string[]? signs)
            && signs.Any(sign =>
                sign[0] == '.'
                    ? siblings.Any(sibling => sibling.EndsWith(sign, StringComparison.Ordinal))
                    : siblings.Contains(sign, StringComparer.Ordinal)
            )
        );

    /// <summary>Whether the files in a folder say that it is a virtual environment of Python.</summary>
    public static bool IsVirtualEnvironment(IReadOnlyList<string> files) =>
        files.Contains("pyvenv.cfg", StringComparer.Ordinal);
}
