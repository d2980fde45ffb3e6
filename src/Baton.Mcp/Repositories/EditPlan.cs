using Baton.Configuration;
using Baton.Mcp.Repositories.Integration;

namespace Baton.Mcp.Repositories;

/// <summary>
/// The changes that bring a repository to Baton. A plan is made and checked; nobody here carries it out. Immutable.
/// </summary>
public sealed record EditPlan
{
    /// <summary>The pattern the plan follows.</summary>
    public required string Pattern { get; init; }

    /// <summary>How sure the analysis was of it, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The changes, in this order; undone in the reverse one.</summary>
    public required IReadOnlyList<FileEdit> Edits { get; init; }

    /// <summary>What a person does besides: packages, keys, a server to start.</summary>
    public required IReadOnlyList<string> Prerequisites { get; init; }

    /// <summary>Commands that prove the result, to be run in the repository's folder.</summary>
    public required IReadOnlyList<string> Checks { get; init; }

    /// <summary>Makes a plan. Everything goes into the folder <c>baton</c>, but for a line of <c>.gitignore</c>.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="pattern">The pattern to follow, named as in <see cref="PatternMatch.Pattern"/>. Default: the best one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RepositoryException">The repository cannot be read, or the pattern was not found in it.</exception>
    public static EditPlan Propose(string root, string? pattern = null, CancellationToken cancellationToken = default)
    {
        RepositoryReport report = RepositoryAnalysis.Analyze(root, limits: null, cancellationToken);
        if (report.Patterns.Count == 0)
        {
            throw new RepositoryException(
                $"nothing in `{root}` looks like an agent; write a function that takes a text and returns one, and name it in `runner.target`"
            );
        }

        PatternMatch match = pattern is null
            ? report.Patterns[0]
            : report.Patterns.FirstOrDefault(found =>
                found.Pattern.Equals(pattern.Trim(), StringComparison.OrdinalIgnoreCase)
            )
                ?? throw new RepositoryException(
                    $"no `{pattern}` was found in `{root}`{Suggestion.Hint(pattern, report.Patterns.Select(found => found.Pattern))}; found were {string.Join(", ", report.Patterns.Select(found => found.Pattern).Distinct(StringComparer.Ordinal))}"
                );
        return new EditPlan
        {
            Pattern = match.Pattern,
            Confidence = match.Confidence,
            Edits = ProjectEdits.Of(report.Root, match),
            Prerequisites = match.Prerequisites,
            Checks = ["baton config validate", "baton target check", "baton run experiment --yes"],
        };
    }

    /// <summary>
    /// Checks a plan against a repository as it is now: every path stays inside, every anchor is there once, every change
    /// can be undone, and what comes out is a configuration Baton reads without errors.
    /// </summary>
    /// <param name="plan">The plan, also one that came from elsewhere.</param>
    /// <param name="root">The repository.</param>
    /// <returns>What is wrong, in the order of the changes; empty for a good plan.</returns>
    /// <exception cref="RepositoryException">The repository cannot be read.</exception>
    public static IReadOnlyList<EditProblem> Validate(EditPlan plan, string root) =>
        new PlanCheck(RepositoryAnalysis.RootOf(root)).Run(plan);

    /// <summary>The files as they would be after a plan, by path; nothing is written.</summary>
    /// <param name="plan">A plan that <see cref="Validate"/> has nothing against.</param>
    /// <param name="root">The repository.</param>
    /// <exception cref="RepositoryException">The repository cannot be read, or the plan does not fit it.</exception>
    public static IReadOnlyDictionary<string, string> Preview(EditPlan plan, string root)
    {
        PlanCheck check = new(RepositoryAnalysis.RootOf(root));
        IReadOnlyList<EditProblem> problems = check.Run(plan);
        return problems.Count == 0
            ? check.Result
            : throw new RepositoryException($"the plan does not fit: {problems[0].File}: {problems[0].Message}");
    }
}
