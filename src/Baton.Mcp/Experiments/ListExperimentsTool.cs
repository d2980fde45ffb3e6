using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>list_experiments</c>.</summary>
internal static class ListExperimentsTool
{
    private const int UsualLimit = 20;

    private static readonly ToolInfo _info = new()
    {
        Name = "list_experiments",
        Title = "List experiments",
        Description =
            "Lists the experiments inside the root, the latest first, with how they stand: completed, interrupted (can be resumed) "
            + "or running. `experiment_status` tells more about one.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<ListExperimentsArguments, ExperimentsPage>(
            _info,
            room,
            (arguments, _, cancellationToken) => Task.FromResult(List(room, arguments, cancellationToken))
        );

    private static ExperimentsPage List(
        ToolRoom room,
        ListExperimentsArguments arguments,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<FoundExperiment> all = new ExperimentFolders(room.Root).List(
            arguments.Directory,
            cancellationToken
        );
        (IEnumerable<FoundExperiment> page, string? next) = PageCursor.Page(
            all,
            arguments.Cursor,
            arguments.Limit ?? UsualLimit
        );
        return new ExperimentsPage([.. page.Select(ListedExperiment.Of)], all.Count, next);
    }
}

/// <summary>What <c>list_experiments</c> takes.</summary>
internal sealed record ListExperimentsArguments
{
    [Description(
        "A folder with experiments, from the root. Default: `experiments` of the root and of the projects below it"
    )]
    public string? Directory { get; init; }

    [Description("The most experiments of this page. Default 20")]
    [Range(1, 200)]
    public int? Limit { get; init; }

    [Description("`next_cursor` of the page before; left out for the first")]
    public string? Cursor { get; init; }
}

/// <summary>A page of experiments.</summary>
internal sealed record ExperimentsPage(
    [property: Description("The experiments, the latest first")] IReadOnlyList<ListedExperiment> Experiments,
    [property: Description("How many there are altogether")] int Total,
    [property: Description("Where the next page begins; absent on the last")] string? NextCursor
);

/// <summary>One experiment of a list.</summary>
internal sealed record ListedExperiment
{
    [Description("The experiment, as other tools take it: its folder from the root")]
    public required string Experiment { get; init; }

    [Description("Its name")]
    public required string Name { get; init; }

    [Description("How it stands")]
    public required ExperimentStanding Status { get; init; }

    [Description("When it began, UTC")]
    public required DateTimeOffset StartedAt { get; init; }

    [Description("All runs of the plan")]
    public required long Total { get; init; }

    [Description("Runs that are finished")]
    public required long Finished { get; init; }

    [Description("Of those, successful")]
    public required long Successful { get; init; }

    [Description("Successes among all but the runs that the simulator spoilt, 0 to 1")]
    public double? SuccessRate { get; init; }

    /// <summary>An experiment as it is listed.</summary>
    public static ListedExperiment Of(FoundExperiment found) =>
        new()
        {
            Experiment = found.Id,
            Name = found.Standing.Name,
            Status = found.Standing.Status,
            StartedAt = found.Standing.StartedAt,
            Total = found.Standing.Total,
            Finished = found.Standing.Outcomes.Total,
            Successful = found.Standing.Outcomes.Successful,
            SuccessRate = found.Standing.Outcomes.SuccessRate,
        };
}
