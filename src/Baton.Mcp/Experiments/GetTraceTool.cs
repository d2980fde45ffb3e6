using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>get_trace</c>: everything about one run, page by page.</summary>
internal static class GetTraceTool
{
    private const int UsualCharacters = 20_000;

    private static readonly ToolInfo _info = new()
    {
        Name = "get_trace",
        Title = "Read one run",
        Description =
            "Reads everything about one run of an experiment: what was said, tool calls, errors, and the observations inside it "
            + "(spans, logs). Long traces come in pages: call again with `next_cursor`. `experiment_status` names the runs.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<GetTraceArguments, GetTraceResult>(
            _info,
            room,
            (arguments, _, cancellationToken) => Task.FromResult(Read(room, arguments, cancellationToken))
        );

    private static GetTraceResult Read(ToolRoom room, GetTraceArguments arguments, CancellationToken cancellationToken)
    {
        FoundExperiment found = new ExperimentFolders(room.Root).Find(arguments.Experiment, cancellationToken);
        RunTrace trace = TraceLookup.Find(found, arguments.Trace, cancellationToken);
        IEnumerable<Observation> observations = arguments.Observations
            ? ExperimentReader.ReadObservations(found.Folder, trace.TraceId)
            : [];
        TracePage page = TracePage.Read(
            TraceEntry.Of(trace, observations),
            PageCursor.Parse(arguments.Cursor),
            arguments.MaxChars ?? UsualCharacters
        );
        return new GetTraceResult
        {
            Experiment = found.Id,
            TraceId = trace.TraceId,
            RunKey = trace.RunKey,
            Outcome = trace.Outcome,
            Persona = trace.Persona,
            Iteration = trace.Iteration,
            StartedAt = trace.StartedAt == default ? null : trace.StartedAt,
            DurationMs = trace.DurationMs,
            Tokens = trace.TokenUsage,
            Cost = trace.Cost,
            TerminationReason = trace.Conversation?.TerminationReason,
            Entries = page.Entries,
            NextCursor = page.Next?.ToString(),
        };
    }
}

/// <summary>What <c>get_trace</c> takes.</summary>
internal sealed record GetTraceArguments
{
    [Description("The run: its trace_id or its run_key")]
    public required string Trace { get; init; }

    [Description("The experiment: its folder from the root, or the folder's name. Default: the latest")]
    public string? Experiment { get; init; }

    [Description("Whether what happened inside the run is told, too. Default true")]
    public bool Observations { get; init; } = true;

    [Description("About how many characters a page may have. Default 20000")]
    [Range(500, 200_000)]
    public int? MaxChars { get; init; }

    [Description("`next_cursor` of the page before; left out for the first")]
    public string? Cursor { get; init; }
}

/// <summary>What <c>get_trace</c> tells.</summary>
internal sealed record GetTraceResult
{
    [Description("The experiment: its folder from the root")]
    public required string Experiment { get; init; }

    [Description("The trace's identifier")]
    public required string TraceId { get; init; }

    [Description("The run's name, the same across resumes")]
    public required string RunKey { get; init; }

    [Description("How the run ended")]
    public required RunOutcome Outcome { get; init; }

    [Description("The persona")]
    public string? Persona { get; init; }

    [Description("Which repetition, from 0")]
    public required int Iteration { get; init; }

    [Description("When it started, UTC")]
    public DateTimeOffset? StartedAt { get; init; }

    [Description("Its wall time in milliseconds")]
    public required double DurationMs { get; init; }

    [Description("The agent's tokens")]
    public TraceTokens? Tokens { get; init; }

    [Description("The agent's cost in US dollars")]
    public decimal? Cost { get; init; }

    [Description("Why the conversation ended; absent for a run of one turn")]
    public string? TerminationReason { get; init; }

    [Description("What stands on this page: messages, tool calls, then observations in the order they happened")]
    public required IReadOnlyList<TraceEntry> Entries { get; init; }

    [Description("Where the next page begins; absent on the last")]
    public string? NextCursor { get; init; }
}
