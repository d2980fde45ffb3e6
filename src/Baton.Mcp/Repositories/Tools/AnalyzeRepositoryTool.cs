using System.ComponentModel;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Repositories.Tools;

/// <summary>The tool <c>analyze_repository</c>.</summary>
internal static class AnalyzeRepositoryTool
{
    private const int MostListed = 100;

    private static readonly ToolInfo _info = new()
    {
        Name = "analyze_repository",
        Title = "Analyse a repository",
        Description =
            "Reads a repository (manifests and code of Python, JavaScript, TypeScript, Go, Java and .NET) and says how Baton can "
            + "reach the agent in it: languages, frameworks with versions, entry points, functions that look like an agent, risks, "
            + "and the patterns ranked with confidence, reasons and a ready `runner:` section. Runs nothing, follows no link.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<AnalyzeRepositoryArguments, RepositoryReport>(
            _info,
            room,
            (arguments, _, cancellationToken) =>
                Task.FromResult(
                    Shorten(
                        RepositoryAnalysis.Analyze(
                            room.Root.Resolve(arguments.Root ?? "."),
                            limits: null,
                            cancellationToken
                        ),
                        room
                    )
                )
        );

    private static RepositoryReport Shorten(RepositoryReport report, ToolRoom room) =>
        report with
        {
            Root = room.Root.Shown(report.Root),
            EntryPoints = [.. report.EntryPoints.Take(MostListed)],
            AgentFunctions = [.. report.AgentFunctions.Take(MostListed)],
            Risks = [.. report.Risks.Take(MostListed)],
        };
}

/// <summary>What <c>analyze_repository</c> takes.</summary>
internal sealed record AnalyzeRepositoryArguments
{
    [Description("The repository's folder, from the server's root. Default: the root itself")]
    public string? Root { get; init; }
}
