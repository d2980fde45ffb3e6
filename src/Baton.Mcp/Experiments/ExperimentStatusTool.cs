using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>experiment_status</c>: how one experiment stands, and its runs page by page.</summary>
internal static class ExperimentStatusTool
{
    private const int UsualLimit = 20;

    private static readonly ToolInfo _info = new()
    {
        Name = "experiment_status",
        Title = "How an experiment stands",
        Description =
            "Tells how an experiment stands, also while it runs: rates with intervals, times, tokens, cost, kinds of errors, by "
            + "persona; and its runs page by page (failures only with `outcome`), each with the identifier that `get_trace` takes.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<ExperimentStatusArguments, ExperimentStatusResult>(
            _info,
            room,
            (arguments, _, cancellationToken) => Task.FromResult(Read(room, arguments, cancellationToken))
        );

    private static ExperimentStatusResult Read(
        ToolRoom room,
        ExperimentStatusArguments arguments,
        CancellationToken cancellationToken
    )
    {
        FoundExperiment found = new ExperimentFolders(room.Root).Find(arguments.Experiment, cancellationToken);
        long first = PageCursor.Parse(arguments.Cursor).Item;
        int limit = arguments.Limit ?? UsualLimit;
        RunLine[] runs =
        [
            .. ExperimentReader
                .ReadTraceSummaries(found.Folder)
                .Where(run => arguments.Outcome.Takes(run))
                .Skip((int)Math.Min(first, int.MaxValue))
                .Take(limit + 1)
                .Select(run =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return RunLine.Of(run);
                }),
        ];
        return new ExperimentStatusResult
        {
            Standing = ListedExperiment.Of(found),
            Figures = ExperimentReader.ReadSummary(found.Folder) is { } summary ? ExperimentFigures.Of(summary) : null,
            Runs = [.. runs.Take(limit)],
            NextCursor = runs.Length > limit ? new PageCursor(first + limit).ToString() : null,
        };
    }
}

/// <summary>What <c>experiment_status</c> takes.</summary>
internal sealed record ExperimentStatusArguments
{
    [Description("The experiment: its folder from the root, or the folder's name. Default: the latest")]
    public string? Experiment { get; init; }

    [Description("Which runs to list. Default: all")]
    public RunFilter Outcome { get; init; }

    [Description("The most runs of this page. Default 20")]
    [Range(0, 200)]
    public int? Limit { get; init; }

    [Description("`next_cursor` of the page before; left out for the first")]
    public string? Cursor { get; init; }
}

/// <summary>Which runs are listed.</summary>
internal enum RunFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that succeeded.</summary>
    Success,

    /// <summary>Those that did not: failed, ended by a guard, or spoilt by the simulator.</summary>
    Unsuccessful,

    /// <summary>Those that failed.</summary>
    Failed,

    /// <summary>Those that a guard ended.</summary>
    Limited,

    /// <summary>Those that the simulator spoilt.</summary>
    SimulatorFault,
}

/// <summary>Chooses runs.</summary>
internal static class RunFilterChoice
{
    /// <summary>Whether a filter takes a run.</summary>
    public static bool Takes(this RunFilter filter, TraceSummary run) =>
        filter switch
        {
            RunFilter.All => true,
            RunFilter.Success => run.Success,
            RunFilter.Unsuccessful => !run.Success,
            RunFilter.Failed => run.Outcome is "failed",
            RunFilter.Limited => run.Outcome is "limited",
            _ => run.IsSimulatorFault,
        };
}

/// <summary>What <c>experiment_status</c> tells.</summary>
internal sealed record ExperimentStatusResult
{
    [Description("How it stands")]
    public required ListedExperiment Standing { get; init; }

    [Description("Its figures; absent while it runs and after it was killed")]
    public ExperimentFigures? Figures { get; init; }

    [Description("Its runs in the order they finished")]
    public required IReadOnlyList<RunLine> Runs { get; init; }

    [Description("Where the next page of runs begins; absent on the last")]
    public string? NextCursor { get; init; }
}

/// <summary>The figures of an experiment.</summary>
internal sealed record ExperimentFigures
{
    [Description("Where the true success rate lies with 95 % confidence")]
    public WilsonInterval? SuccessRateInterval { get; init; }

    [Description("Percentiles of a run's wall time in milliseconds")]
    public Percentiles? DurationMs { get; init; }

    [Description("Tokens of the agent and of the supervisor")]
    public SummaryTokens? Tokens { get; init; }

    [Description("Cost in US dollars")]
    public SummaryCost? Cost { get; init; }

    [Description("How often each kind of error ended a run")]
    public required IReadOnlyDictionary<string, long> ErrorKinds { get; init; }

    [Description("The runs of each persona")]
    public required IReadOnlyDictionary<string, PersonaSummary> ByPersona { get; init; }

    [Description("Why it ended early; absent when it did not")]
    public string? InterruptionReason { get; init; }

    private const int MostPersonas = 50;

    /// <summary>The figures of a summary.</summary>
    public static ExperimentFigures Of(ExperimentSummary summary) =>
        new()
        {
            SuccessRateInterval = summary.SuccessRateInterval,
            DurationMs = summary.DurationMs,
            Tokens = summary.Tokens,
            Cost = summary.Cost,
            ErrorKinds = summary.ErrorKinds,
            ByPersona = summary.ByPersona.Take(MostPersonas).ToDictionary(),
            InterruptionReason = summary.InterruptionReason,
        };
}

/// <summary>A run in short.</summary>
internal sealed record RunLine
{
    private const int Shown = 300;

    [Description("The trace, as `get_trace` takes it")]
    public required string TraceId { get; init; }

    [Description("The run's name, the same across resumes: input/persona/iteration")]
    public required string RunKey { get; init; }

    [Description("success, failed, limited or simulator_fault")]
    public required string Outcome { get; init; }

    [Description("The persona")]
    public string? Persona { get; init; }

    [Description("What the user said first, its beginning")]
    public required string Input { get; init; }

    [Description("What the agent answered last, its beginning")]
    public string? Output { get; init; }

    [Description("Why it did not succeed: kind and message")]
    public string? Error { get; init; }

    [Description("Its wall time in milliseconds")]
    public double? DurationMs { get; init; }

    /// <summary>A run as it is listed.</summary>
    public static RunLine Of(TraceSummary run) =>
        new()
        {
            TraceId = run.TraceId,
            RunKey = run.RunKey,
            Outcome = run.Outcome,
            Persona = run.Persona,
            Input = Beginning(run.Input),
            Output = run.Output is null ? null : Beginning(run.Output),
            Error = run.Error is null ? null : Beginning($"{run.Error.Kind}: {run.Error.Message}"),
            DurationMs = run.DurationMs,
        };

    private static string Beginning(string text) => text.Length <= Shown ? text : text[..Shown] + "…";
}
