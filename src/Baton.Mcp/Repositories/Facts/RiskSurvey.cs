using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>What to know before the agent is run hundreds of times.</summary>
internal static partial class RiskSurvey
{
    private static readonly (string Mark, string Kind, string Message)[] Marks =
    [
        ("shell", "shell", "starts programs: rehearse it in a container, or in a folder that may be lost"),
        ("code-execution", "code_execution", "runs code that is made while it runs: rehearse it in a container"),
        ("deletes-files", "deletes_files", "removes files: rehearse it on a copy"),
        ("network", "network", "calls other servers: each run may cost money and change things there"),
        ("database", "database", "uses a database: point it at one for tests"),
        ("gpu", "gpu", "wants a GPU: lower `parallel_runs`, and give the first run time to load"),
        ("interactive", "interactive", "waits for a person at the keyboard: nobody is there in a rehearsal"),
    ];

    /// <summary>By kind, then path.</summary>
    public static IReadOnlyList<RiskFlag> Of(RepositoryFacts facts) =>
        [
            .. FromMarks(facts)
                .Concat(Secrets(facts))
                .Concat(EnvironmentFiles(facts))
                .Concat(Unlocked(facts))
                .OrderBy(risk => risk.Kind, StringComparer.Ordinal)
                .ThenBy(risk => risk.Place.File, StringComparer.Ordinal),
        ];

    private static IEnumerable<RiskFlag> FromMarks(RepositoryFacts facts)
    {
        foreach ((string mark, string kind, string message) in Marks)
        {
            List<CodePlace> places = Places(facts, file => file.Role == FileRole.Product, mark);
            if (places.Count > 0)
            {
                yield return new RiskFlag(kind, message, places[0], places.Count);
            }
        }
    }

    private static IEnumerable<RiskFlag> Secrets(RepositoryFacts facts)
    {
        List<CodePlace> places =
        [
            .. facts.Code.SelectMany(file =>
                file.Marks.Where(mark => mark.Name == "secret" && LooksSecret(mark.Value))
                    .Select(mark => file.At(mark.Line))
                    .Distinct()
            ),
        ];
        if (places.Count > 0)
        {
            yield return new RiskFlag(
                "secret_in_code",
                "looks like a key or password in code: take it from the environment, and replace it where it was real",
                places[0],
                places.Count
            );
        }
    }

    private static IEnumerable<RiskFlag> EnvironmentFiles(RepositoryFacts facts)
    {
        List<WalkedFile> files =
        [
            .. facts.Files.Where(file => file.Name is ".env" or ".env.local" or ".env.production"),
        ];
        if (files.Count > 0)
        {
            yield return new RiskFlag(
                "env_file_not_ignored",
                "is not in `.gitignore`: keys in it may get into the repository",
                new CodePlace(files[0].Path, 0),
                files.Count
            );
        }
    }

    private static IEnumerable<RiskFlag> Unlocked(RepositoryFacts facts)
    {
        foreach (CodeLanguage language in Enum.GetValues<CodeLanguage>())
        {
            // Maven asks for exact versions by itself, and projects of .NET nearly always do.
            if (language is CodeLanguage.Java or CodeLanguage.DotNet)
            {
                continue;
            }

            List<ManifestFacts> asking =
            [
                .. facts.Manifests.Where(manifest =>
                    manifest.Language == language
                    && !manifest.IsLock
                    && manifest.Packages.Count > 0
                    && manifest.Facts.GetValueOrDefault("pinned") != "true"
                ),
            ];
            ManifestFacts? open = asking.Find(manifest =>
                !facts.Manifests.Any(known =>
                    known.IsLock && known.Language == language && Paths.IsIn(manifest.Path, known.Folder)
                )
            );
            if (open is not null)
            {
                yield return new RiskFlag(
                    "no_lock_file",
                    "asks for packages without a lock file: a rehearsal next week may meet another version",
                    new CodePlace(open.Path, 0),
                    asking.Count
                );
            }
        }
    }

    private static List<CodePlace> Places(RepositoryFacts facts, Func<CodeFacts, bool> which, string mark) =>
        [
            .. facts
                .Code.Where(which)
                .SelectMany(file => file.Marks.Where(seen => seen.Name == mark).Select(seen => file.At(seen.Line))),
        ];

    private static bool LooksSecret(string line)
    {
        Match match = Secret().Match(line);
        return match.Success && !Placeholder().IsMatch(match.Value);
    }

    [GeneratedRegex(
        @"\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20,}|\bxox[bp]-[\w-]{20,}|\bAIza[\w-]{35}|\bhf_[A-Za-z0-9]{30,}|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|(?i:api_?key|secret|password)[""']?\s*[:=]\s*[""'][A-Za-z0-9+/_-]{16,}[""']",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Secret();

    [GeneratedRegex(
        @"(?i)your|xxxx|example|placeholder|change|dummy|test|fake|sample|here|\.\.\.|1234567|abcdef",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Placeholder();
}
