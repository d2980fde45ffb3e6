using Baton.Agents;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Patterns;

namespace Baton.Mcp.Repositories;

/// <summary>
/// Reads a repository and says how Baton can reach the agent in it. Only reads; runs nothing, follows no link, and looks at
/// nothing outside the folder. Thread-safe.
/// </summary>
public static class RepositoryAnalysis
{
    /// <summary>Analyses a repository.</summary>
    /// <param name="root">The folder; a link to one is resolved first.</param>
    /// <param name="limits">How much to look at. Default: see <see cref="AnalysisLimits"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found: the same for the same files.</returns>
    /// <exception cref="RepositoryException">There is no such folder, or it cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static RepositoryReport Analyze(
        string root,
        AnalysisLimits? limits = null,
        CancellationToken cancellationToken = default
    )
    {
        RepositoryFacts facts = FactsOf(root, limits ?? new AnalysisLimits(), cancellationToken);
        return new RepositoryReport
        {
            Root = facts.Root,
            Languages = LanguageSurvey.Of(facts),
            PackageManagers = PackageManagerSurvey.Of(facts),
            Frameworks = facts.Frameworks,
            EntryPoints = EntryPointSurvey.Of(facts),
            AgentFunctions = AgentFunctionSurvey.Of(facts),
            Risks = RiskSurvey.Of(facts),
            Patterns = PatternRanking.Rank(facts),
            Coverage = facts.Coverage,
        };
    }

    /// <summary>The folder itself, where a link leads to it.</summary>
    /// <exception cref="RepositoryException">There is no such folder, or it cannot be read.</exception>
    internal static string RootOf(string root)
    {
        try
        {
            DirectoryInfo folder = new(Path.GetFullPath(root));
            FileSystemInfo real = folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder;
            return
                real is DirectoryInfo { Exists: true }
                && (real.Attributes & FileAttributes.Directory) != FileAttributes.None
                ? Path.TrimEndingDirectorySeparator(real.FullName)
                : throw new RepositoryException($"there is no folder `{root}`; name the folder of the repository");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RepositoryException(
                $"the folder `{root}` cannot be read: {exception.Message.TrimEnd('.')}",
                exception
            );
        }
    }

    private static RepositoryFacts FactsOf(string root, AnalysisLimits limits, CancellationToken cancellationToken) =>
        new RepositoryScan(RootOf(root), limits).Run(cancellationToken);
}

/// <summary>A repository cannot be analysed.</summary>
public sealed class RepositoryException : BatonException
{
    /// <summary>Says why.</summary>
    public RepositoryException(string message)
        : base(message) { }

    /// <summary>Says why, and what came before.</summary>
    public RepositoryException(string message, Exception innerException)
        : base(message, innerException) { }
}
