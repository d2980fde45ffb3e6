using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments.Comparison;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>compare_experiments</c>: what <c>baton compare</c> says.</summary>
internal static class CompareExperimentsTool
{
    private const int UsualFlips = 10;

    private static readonly ToolInfo _info = new()
    {
        Name = "compare_experiments",
        Title = "Compare two experiments",
        Description =
            "Compares two experiments run by run, as `baton compare` does: pass rate, latency, tokens, cost and turns with intervals "
            + "and paired tests, by persona, and the runs that flipped. `differences` and `warnings` say what else changed between "
            + "them (model, prompt, seed, data): read these before you credit the agent.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<CompareExperimentsArguments, CompareExperimentsResult>(
            _info,
            room,
            (arguments, _, cancellationToken) => Task.FromResult(Compare(room, arguments, cancellationToken))
        );

    private static CompareExperimentsResult Compare(
        ToolRoom room,
        CompareExperimentsArguments arguments,
        CancellationToken cancellationToken
    )
    {
        ExperimentFolders folders = new(room.Root);
        FoundExperiment first = folders.Find(arguments.Baseline, cancellationToken);
        FoundExperiment second = folders.Find(arguments.Candidate, cancellationToken);
        if (first.Folder == second.Folder)
        {
            throw new ToolCallException("`baseline` and `candidate` are the same experiment; name two");
        }

        ExperimentComparison comparison = ExperimentComparer.Compare(
            new ComparisonRequest
            {
                First = first.Folder,
                Second = second.Folder,
                MaxFlips = arguments.MaxFlips ?? UsualFlips,
            },
            cancellationToken
        );
        return new CompareExperimentsResult(
            first.Id,
            second.Id,
            new RegressionGate().Decide(comparison).Any(result => result.IsRegression),
            comparison
        );
    }
}

/// <summary>What <c>compare_experiments</c> takes.</summary>
internal sealed record CompareExperimentsArguments
{
    [Description(
        "The experiment to compare with: its folder from the root, the folder's name, or the name it was given"
    )]
    public required string Baseline { get; init; }

    [Description("The experiment that is judged")]
    public required string Candidate { get; init; }

    [Description("The most flipped runs to show in each direction. Default 10")]
    [Range(0, 200)]
    public int? MaxFlips { get; init; }
}

/// <summary>What <c>compare_experiments</c> tells.</summary>
internal sealed record CompareExperimentsResult(
    [property: Description("The experiment compared with")] string Baseline,
    [property: Description("The experiment that is judged")] string Candidate,
    [property: Description("Whether the pass rate is significantly worse, by at least one point")] bool Regression,
    [property: Description(
        "All of it: `metrics` first; the second less the first; `worse` and `better` are flipped runs"
    )]
        ExperimentComparison Comparison
);
