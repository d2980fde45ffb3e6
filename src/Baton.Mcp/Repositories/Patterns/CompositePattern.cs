using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Several agents side by side in one repository, which may be rehearsed as one.</summary>
internal static class CompositePattern
{
    private const double SureEnough = 0.6;
    private const int Most = 4;

    /// <summary>A composite of agents of different files that can each be called without further files.</summary>
    public static IEnumerable<Candidate> Find(RepositoryFacts facts, IReadOnlyList<Candidate> found)
    {
        _ = facts;
        List<Candidate> parts =
        [
            .. found
                .Where(candidate =>
                    candidate.Confidence >= SureEnough
                    && candidate.Files.Count == 0
                    && candidate.Pattern.StartsWith("python", StringComparison.Ordinal)
                )
                .OrderBy(candidate => candidate.Place.File, StringComparer.Ordinal)
                .DistinctBy(candidate => candidate.Place.File)
                .Take(Most),
        ];
        if (parts.Count < 2)
        {
            yield break;
        }

        Candidate candidate = new("composite", parts[0].Place);
        candidate.For(
            0.3,
            $"{parts.Count} agents stand side by side: {string.Join(", ", parts.Select(part => part.Place))}"
        );
        JsonArray targets = [];
        foreach (Candidate part in parts)
        {
            JsonObject target = (JsonObject)part.Runner.DeepClone();
            target.Remove("guards");
            target["name"] = Path.GetFileNameWithoutExtension(part.Place.File);
            targets.Add(target);
        }

        candidate.Runner["composite"] = new JsonObject
        {
            ["mode"] = "parallel",
            ["targets"] = targets,
            ["aggregate"] = "concat",
        };
        BatonFolder.WriteGuards(candidate.Runner);
        yield return candidate;
    }
}
