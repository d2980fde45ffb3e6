using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Which package managers are in use.</summary>
internal static class PackageManagerSurvey
{
    /// <summary>One entry for each file that tells, lock files before manifests of the same manager and folder.</summary>
    public static IReadOnlyList<PackageManager> Of(RepositoryFacts facts)
    {
        List<PackageManager> found = [];
        foreach (
            ManifestFacts manifest in facts
                .Manifests.Where(manifest => manifest.Manager.Length > 0)
                .OrderByDescending(manifest => manifest.IsLock)
                .ThenBy(manifest => manifest.Path, StringComparer.Ordinal)
        )
        {
            // A `package.json` beside `pnpm-lock.yaml` is pnpm's, not npm's.
            bool isSpokenFor = found.Exists(known =>
                Paths.Folder(known.Place.File) == manifest.Folder
                && facts.Manifests.Any(other => other.Path == known.Place.File && other.Language == manifest.Language)
            );
            if (!isSpokenFor)
            {
                found.Add(new PackageManager(manifest.Manager, new CodePlace(manifest.Path, 0), manifest.IsLock));
            }
        }

        return [.. found.OrderBy(manager => manager.Place.File, StringComparer.Ordinal)];
    }
}
