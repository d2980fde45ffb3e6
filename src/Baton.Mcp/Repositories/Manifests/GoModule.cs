using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>Reads <c>go.mod</c>.</summary>
internal static class GoModule
{
    /// <summary>Reads it.</summary>
    public static ManifestFacts Read(string path, string text)
    {
        ManifestFacts facts = new()
        {
            Path = path,
            Language = CodeLanguage.Go,
            Manager = "go",
        };
        bool isRequiring = false;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Split("//")[0].Trim();
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["module", var name, ..]:
                    facts.Name = name;
                    break;
                case ["require", "("]:
                    isRequiring = true;
                    break;
                case [")"]:
                    isRequiring = false;
                    break;
                case ["require", var module, var version, ..]:
                    facts.Packages.Add(new PackageFact(module, version, number));
                    break;
                case [var module, var version, ..]
                    when isRequiring && !raw.Contains("// indirect", StringComparison.Ordinal):
                    facts.Packages.Add(new PackageFact(module, version, number));
                    break;
            }
        }

        return facts;
    }
}
