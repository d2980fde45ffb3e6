using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Manifests;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Finds frameworks: in manifests, with their versions, and in what code imports.</summary>
internal static class FrameworkDetection
{
    /// <summary>All of them: those of agents first, then by kind and name.</summary>
    public static IReadOnlyList<Framework> Find(RepositoryFacts facts)
    {
        Dictionary<string, Framework> found = new(StringComparer.Ordinal);
        foreach (Ecosystem ecosystem in Ecosystem.All)
        {
            List<CodeFacts> code =
            [
                .. facts.Code.Where(file => file.Language == ecosystem.Language).OrderBy(file => file.Role),
            ];
            List<ManifestFacts> manifests =
            [
                .. facts.Manifests.Where(manifest => manifest.Language == ecosystem.Language),
            ];
            if (code.Count == 0 && manifests.Count == 0)
            {
                continue;
            }

            foreach (FrameworkRule rule in ecosystem.Frameworks)
            {
                if ((Declared(rule, manifests) ?? Imported(rule, code)) is { } framework)
                {
                    found.TryAdd(rule.Name, framework);
                }
            }
        }

        return
        [
            .. found
                .Values.OrderBy(framework => framework.Kind)
                .ThenBy(framework => framework.Name, StringComparer.Ordinal),
        ];
    }

    private static Framework? Declared(FrameworkRule rule, List<ManifestFacts> manifests)
    {
        var packages = manifests
            .SelectMany(manifest => manifest.Packages.Select(package => (Manifest: manifest, Package: package)))
            .Where(pair => rule.HasPackage(pair.Package.Name))
            .OrderBy(pair => pair.Package.Version is null)
            .ThenBy(pair => !rule.Packages.Contains(pair.Package.Name, StringComparer.OrdinalIgnoreCase))
            .ThenBy(pair => pair.Manifest.Path.Count(character => character == '/'))
            .ThenBy(pair => pair.Manifest.Path, StringComparer.Ordinal)
            .ToList();
        return packages.Count == 0
            ? null
            : new Framework(
                rule.Name,
                rule.Kind,
                packages[0].Package.Version,
                new CodePlace(packages[0].Manifest.Path, packages[0].Package.Line)
            );
    }

    private static Framework? Imported(FrameworkRule rule, List<CodeFacts> code)
    {
        foreach (CodeFacts file in code)
        {
            if (file.Imports.Find(import => rule.Imports.Any(import.IsIn)) is { } import)
            {
                return new Framework(rule.Name, rule.Kind, null, file.At(import.Line));
            }
        }

        return null;
    }
}
