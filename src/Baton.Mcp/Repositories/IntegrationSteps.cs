using Baton.Configuration;
using Baton.Mcp.Repositories.Integration;

namespace Baton.Mcp.Repositories;

/// <summary>Makes checklists that lead from a repository to its first rehearsal. Writes nothing. Thread-safe.</summary>
public static class IntegrationSteps
{
    /// <summary>The patterns there are steps for, named as their pages in <c>docs/targets</c>.</summary>
    public static IReadOnlyList<string> Patterns { get; } = [.. PatternGuide.All.Select(guide => guide.Name)];

    /// <summary>The frameworks whose name may be given in place of a pattern.</summary>
    public static IReadOnlyList<string> Frameworks => FrameworkPatterns.Names;

    /// <summary>Makes the steps.</summary>
    /// <param name="patternOrFramework">One of <see cref="Patterns"/> or <see cref="Frameworks"/>; case does not count.</param>
    /// <param name="root">The repository, so that files and commands are its own. Default: a general example.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RepositoryException">Neither a pattern nor a framework, or the repository cannot be read.</exception>
    public static IntegrationGuide Generate(
        string patternOrFramework,
        string? root = null,
        CancellationToken cancellationToken = default
    )
    {
        string word = patternOrFramework.Trim();
        PatternGuide? named = Named(word);
        string? usual = named is null ? FrameworkPatterns.Of(word) : null;
        if (named is null && usual is null)
        {
            string hint = Suggestion.Hint(word, [.. Patterns, .. Frameworks]);
            throw new RepositoryException(
                $"`{word}` is neither a pattern nor a framework{hint}; patterns are {string.Join(", ", Patterns)}"
            );
        }

        RepositoryReport? report = root is null
            ? null
            : RepositoryAnalysis.Analyze(root, limits: null, cancellationToken);
        // Of a framework the repository decides: FastAPI is usually HTTP, and may be a WebSocket here.
        PatternMatch? match = named is null
            ? report?.Patterns.FirstOrDefault(found => found.Pattern == usual)
                ?? (report?.Patterns is [var best, ..] ? best : null)
            : report?.Patterns.FirstOrDefault(found => found.Pattern == named.Name);
        PatternGuide guide = named ?? Named(match?.Pattern ?? usual!)!;
        return new IntegrationGuide
        {
            Pattern = guide.Name,
            Use = guide.Use,
            Page = $"docs/targets/{guide.Name}.md",
            Agent = match?.Place,
            Steps = Steps(guide, match),
        };
    }

    private static PatternGuide? Named(string word) =>
        PatternGuide.All.FirstOrDefault(guide => guide.Name.Equals(word, StringComparison.OrdinalIgnoreCase));

    private static List<IntegrationStep> Steps(PatternGuide guide, PatternMatch? match)
    {
        List<IntegrationStep> steps = [];
        foreach (string need in match?.Prerequisites ?? guide.Needs)
        {
            steps.Add(new IntegrationStep("Prepare", Sentence(need), [], CommandIn(need), CheckOf(need)));
        }

        if (match?.Files is { Count: > 0 } files)
        {
            steps.Add(
                new IntegrationStep(
                    "Add what stands between",
                    "Write the files; they belong to Baton, the agent's own code stays as it is.",
                    files,
                    null,
                    $"{string.Join(", ", files.Select(file => $"`{file.Path}`"))} exist"
                )
            );
        }

        steps.Add(
            new IntegrationStep(
                "Describe the rehearsal",
                match is null
                    ? "Write the configuration, and put the agent's own names into it."
                    : "Write the configuration and a few inputs.",
                ProjectFiles.Of(match?.Runner ?? guide.Runner),
                "baton config validate",
                "it prints `ok` and counts inputs and runs"
            )
        );
        steps.Add(
            new IntegrationStep(
                "Try the agent",
                "Let Baton call it a dozen times and say what fits and what does not.",
                [],
                "baton target check",
                guide.Check
            )
        );
        steps.Add(
            new IntegrationStep(
                "Rehearse",
                "Run every input once, and look at what came of it.",
                [],
                "baton run experiment --yes",
                "`baton status traces` lists one run for each input, and none failed"
            )
        );
        return steps;
    }

    private static string Sentence(string need) => char.ToUpperInvariant(need[0]) + need[1..] + ".";

    private static string? CommandIn(string need) =>
        need.Split('`') is [_, var command, _, ..] && command.Contains(' ', StringComparison.Ordinal) ? command : null;

    private static string CheckOf(string need) =>
        need.StartsWith("install", StringComparison.Ordinal) ? "the command ends without an error"
        : need.StartsWith("set ", StringComparison.Ordinal)
            ? "they stand there, and none of them in a file that git keeps"
        : need.StartsWith("start", StringComparison.Ordinal) ? "it says that it listens, and goes on running"
        : need.StartsWith("build", StringComparison.Ordinal) ? "the command ends without an error"
        : "it is so";
}
