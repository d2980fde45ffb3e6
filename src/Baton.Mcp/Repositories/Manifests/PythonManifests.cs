using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads the manifests of Python.</summary>
internal static partial class PythonManifests
{
    /// <summary><c>pyproject.toml</c> of any build tool.</summary>
    public static ManifestFacts Project(string path, string text)
    {
        List<TomlLines.Entry> entries = [.. TomlLines.Read(text)];
        string manager =
            entries.Exists(entry => entry.Section.StartsWith("tool.poetry", StringComparison.Ordinal)) ? "poetry"
            : entries.Exists(entry => entry.Section.StartsWith("tool.uv", StringComparison.Ordinal)) ? "uv"
            : entries.Exists(entry => entry.Section.StartsWith("tool.pdm", StringComparison.Ordinal)) ? "pdm"
            : entries.Exists(entry => entry.Section.StartsWith("tool.hatch", StringComparison.Ordinal)) ? "hatch"
            : "pip";
        ManifestFacts facts = New(path, manager);
        foreach (TomlLines.Entry entry in entries)
        {
            bool isPoetry =
                entry.Section.StartsWith("tool.poetry", StringComparison.Ordinal)
                && entry.Section.EndsWith("dependencies", StringComparison.Ordinal);
            if (entry.Section is "project" or "tool.poetry" && entry.Key == "name")
            {
                facts.Name = entry.Value.Trim('"', '\'');
            }
            else if (
                (entry.Section == "project" && entry.Key == "dependencies")
                || entry.Section is "project.optional-dependencies" or "dependency-groups"
                || (entry.Section == "tool.uv" && entry.Key == "dev-dependencies")
            )
            {
                foreach ((string requirement, int offset) in TomlLines.Strings(entry.Value))
                {
                    Add(facts, requirement, entry.Line + offset);
                }
            }
            else if (isPoetry && entry.Key != "python")
            {
                string? version = TomlLines.Strings(entry.Value).Select(pair => pair.Text).FirstOrDefault();
                facts.Packages.Add(new PackageFact(entry.Key, version is "*" ? null : version, entry.Line));
            }
            else if (entry.Section is "project.scripts" or "tool.poetry.scripts")
            {
                facts.Commands.Add(new CommandFact("command", entry.Key, entry.Value.Trim('"', '\''), entry.Line));
            }
        }

        return facts;
    }

    /// <summary><c>Pipfile</c>.</summary>
    public static ManifestFacts Pipfile(string path, string text)
    {
        ManifestFacts facts = New(path, "pipenv");
        foreach (TomlLines.Entry entry in TomlLines.Read(text))
        {
            if (entry.Section is "packages" or "dev-packages")
            {
                string? version = TomlLines.Strings(entry.Value).Select(pair => pair.Text).FirstOrDefault();
                facts.Packages.Add(new PackageFact(entry.Key, version is "*" ? null : version, entry.Line));
            }
        }

        return facts;
    }

    /// <summary><c>requirements.txt</c> and its like.</summary>
    public static ManifestFacts Requirements(string path, string text)
    {
        ManifestFacts facts = New(path, "pip");
        int line = 0;
        foreach (string requirement in text.Split('\n'))
        {
            Add(facts, requirement.Trim(), ++line);
        }

        bool allPinned =
            facts.Packages.Count > 0
            && facts.Packages.TrueForAll(package =>
                package.Version?.StartsWith("==", StringComparison.Ordinal) == true
            );
        facts.Facts["pinned"] = allPinned ? "true" : "false";
        return facts;
    }

    /// <summary><c>setup.cfg</c>.</summary>
    public static ManifestFacts SetupCfg(string path, string text)
    {
        ManifestFacts facts = New(path, "setuptools");
        string section = "";
        string key = "";
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.StartsWith('['))
            {
                section = trimmed.Trim('[', ']');
                key = "";
            }
            else if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && trimmed.Contains('=', StringComparison.Ordinal))
            {
                key = trimmed.Split('=')[0].Trim();
                facts.Name = section == "metadata" && key == "name" ? trimmed.Split('=')[1].Trim() : facts.Name;
            }
            else if (key == "install_requires" || section == "options.extras_require")
            {
                Add(facts, trimmed, number);
            }
            else if (
                section == "options.entry_points"
                && key == "console_scripts"
                && trimmed.Split('=') is [var name, var body]
            )
            {
                facts.Commands.Add(new CommandFact("command", name.Trim(), body.Trim(), number));
            }
        }

        return facts;
    }

    /// <summary><c>setup.py</c>; it is read as text, never run.</summary>
    public static ManifestFacts SetupPy(string path, string text)
    {
        ManifestFacts facts = New(path, "setuptools");
        foreach (Match block in Requires().Matches(text))
        {
            string inside = ArgumentList.Inside(text, block.Index + block.Length - 1);
            foreach ((string requirement, int offset) in TomlLines.Strings(inside))
            {
                Add(facts, requirement, Lines.Of(text, block.Index) + offset);
            }
        }

        foreach (Match script in ConsoleScript().Matches(text))
        {
            facts.Commands.Add(
                new CommandFact(
                    "command",
                    script.Groups["name"].Value,
                    script.Groups["body"].Value,
                    Lines.Of(text, script.Index)
                )
            );
        }

        return facts;
    }

    private static ManifestFacts New(string path, string manager) =>
        new()
        {
            Path = path,
            Language = CodeLanguage.Python,
            Manager = manager,
        };

    private static void Add(ManifestFacts facts, string requirement, int line)
    {
        if (Requirement().Match(requirement) is { Success: true } match)
        {
            string version = match.Groups["version"].Value.Trim();
            facts.Packages.Add(new PackageFact(match.Groups["name"].Value, version.Length > 0 ? version : null, line));
        }
    }

    [GeneratedRegex(
        @"^(?<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?<version>[=<>~!][^;#@]*)?(?:$|[\s;#@(])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Requirement();

    [GeneratedRegex(@"install_requires\s*=\s*\[", RegexOptions.None, 1000)]
    private static partial Regex Requires();

    [GeneratedRegex(@"[""'](?<name>[\w.-]+)\s*=\s*(?<body>[\w.]+:[\w.]+)[""']", RegexOptions.None, 1000)]
    private static partial Regex ConsoleScript();
}
