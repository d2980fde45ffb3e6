using System.ComponentModel;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Repositories.Tools;

/// <summary>The tool <c>generate_integration_steps</c>.</summary>
internal static class IntegrationStepsTool
{
    private static readonly ToolInfo _info = new()
    {
        Name = "generate_integration_steps",
        Title = "Steps to connect an agent",
        Description =
            "Makes a checklist that leads from an agent to its first rehearsal: prerequisites, files with their content, commands, "
            + "and the check that proves each step. For a pattern ("
            + string.Join(", ", IntegrationSteps.Patterns)
            + ") or a framework such as FastAPI; with `root` the steps name the repository's own files. Writes nothing.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<IntegrationStepsArguments, IntegrationGuide>(
            _info,
            room,
            (arguments, _, cancellationToken) =>
                Task.FromResult(
                    IntegrationSteps.Generate(
                        arguments.Pattern,
                        arguments.Root is { } folder ? room.Root.Resolve(folder) : null,
                        cancellationToken
                    )
                )
        );
}

/// <summary>What <c>generate_integration_steps</c> takes.</summary>
internal sealed record IntegrationStepsArguments
{
    [Description("A pattern, as `analyze_repository` names it, or a framework")]
    public required string Pattern { get; init; }

    [Description(
        "The repository's folder, from the server's root, so that the steps are its own. Default: a general example"
    )]
    public string? Root { get; init; }
}
