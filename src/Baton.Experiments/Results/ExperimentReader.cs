using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Journal;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Reads experiment folders, finished or not, without changing them.</summary>
public static class ExperimentReader
{
    /// <summary>Lists the experiments of a folder, the latest first; folders that are no experiments are passed over.</summary>
    /// <param name="outputDirectory">The folder experiments are made in; nothing is found where it is missing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IReadOnlyList<ExperimentListing> List(
        string outputDirectory,
        CancellationToken cancellationToken = default
    )
    {
        if (!Directory.Exists(outputDirectory))
        {
            return [];
        }

        List<ExperimentListing> found = [];
        foreach (string folder in Directory.EnumerateDirectories(outputDirectory))
        {
            bool hidden = Path.GetFileName(folder).StartsWith('.');
            if (!hidden && Read(folder, cancellationToken) is { } listing)
            {
                found.Add(listing);
            }
        }

        return [.. found.OrderByDescending(experiment => experiment.StartedAt)];
    }

    /// <summary>Reads how an experiment stands; <see langword="null"/> when the folder is none.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static ExperimentListing? Read(string folder, CancellationToken cancellationToken = default)
    {
        try
        {
            bool running = FolderLock.IsHeld(folder);
            ExperimentSummary? summary = running ? null : SummaryFile.Read(folder);
            return summary is null ? FromJournal(folder, running, cancellationToken) : FromSummary(folder, summary);
        }
        catch (Exception error) when (error is ResumeRefusedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds the latest experiment of a name; <see langword="null"/> when there is none.</summary>
    /// <param name="outputDirectory">The folder experiments are made in; it may be missing.</param>
    /// <param name="name">The name an experiment was given.</param>
    /// <returns>The experiment's folder, absolute.</returns>
    public static string? FindLatest(string outputDirectory, string name) =>
        !Directory.Exists(outputDirectory)
            ? null
            : Directory
                .EnumerateDirectories(outputDirectory)
                .Where(folder => string.Equals(ReadName(folder), name, StringComparison.Ordinal))
                .OrderByDescending(StartOf)
                .ThenByDescending(folder => folder, StringComparer.Ordinal)
                .FirstOrDefault();

    /// <summary>Reads <c>summary.json</c>; <see langword="null"/> when there is none, as long as runs are under way.</summary>
    /// <param name="folder">The experiment's folder.</param>
    public static ExperimentSummary? ReadSummary(string folder) => SummaryFile.Read(folder);

    /// <summary>Reads the runs one at a time, in the order they finished.</summary>
    /// <param name="folder">The experiment's folder.</param>
    public static IEnumerable<TraceSummary> ReadTraceSummaries(string folder) =>
        TraceSummaryFile.Read(Path.Combine(folder, ExperimentFiles.TraceSummary));

    /// <summary>
    /// Reads what an experiment depends on, from the summary or, while there is none, from the journal; <see langword="null"/> when
    /// neither tells.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    public static ExperimentIdentity? ReadIdentity(string folder)
    {
        if (SummaryFile.Read(folder) is { } summary)
        {
            return summary.Identity;
        }

        return ReadHeader(folder)?.Identity;
    }

    /// <summary>
    /// Reads the name an experiment was given, from the summary or, while there is none, from the journal; <see langword="null"/> when
    /// neither tells.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    public static string? ReadName(string folder)
    {
        try
        {
            return SummaryFile.Read(folder)?.ExperimentName ?? ReadHeader(folder)?.ExperimentName;
        }
        catch (Exception error) when (error is ResumeRefusedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the traces one at a time, in the order the runs finished. Without <c>traces.jsonl</c> (<c>save_traces: false</c>) they
    /// are read from <c>trace_summary.jsonl</c> and lack what only the former holds: conversation, tool calls, metadata, times.
    /// Lines that are damaged are passed over.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    public static IEnumerable<RunTrace> ReadTraces(string folder)
    {
        string traces = Path.Combine(folder, ExperimentFiles.Traces);
        return TraceFile.Read(File.Exists(traces) ? traces : Path.Combine(folder, ExperimentFiles.TraceSummary));
    }

    /// <summary>
    /// Reads what happened inside a run, one observation at a time, oldest first; nothing without <c>observations.jsonl</c>
    /// (<c>save_traces: false</c>). Lines that are damaged are passed over.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="traceId">The run's trace.</param>
    public static IEnumerable<Observation> ReadObservations(string folder, string traceId) =>
        ObservationFile.Read(Path.Combine(folder, ExperimentFiles.Observations), traceId);

    /// <summary>
    /// Reads all that is known of the runs, one at a time, in the order they finished: traces, what an evaluation said of them and
    /// what happened inside.
    /// </summary>
    /// <param name="folder">The experiment's folder.</param>
    public static IEnumerable<RecordedRun> ReadRuns(string folder)
    {
        const int runsAhead = 16;
        const int verdictsAhead = 4096;
        using AlongsideReader<EvaluatedRun> evaluated = new(
            EvaluationReader.ReadRuns(folder),
            static (run, trace) => run.RunKey == trace.RunKey && run.TraceId == trace.TraceId,
            verdictsAhead
        );
        using AlongsideReader<IReadOnlyList<Observation>> inside = new(
            ObservationFile.ReadRuns(Path.Combine(folder, ExperimentFiles.Observations)),
            static (run, trace) => run[0].TraceId == trace.TraceId,
            runsAhead
        );
        foreach (RunTrace trace in ReadTraces(folder))
        {
            yield return new RecordedRun(trace, evaluated.Take(trace), inside.Take(trace) ?? []);
        }
    }

    private static DateTime StartOf(string folder) =>
        SummaryFile.Read(folder)?.StartedAt ?? ReadHeader(folder)?.StartedAt ?? default;

    private static JournalHeader? ReadHeader(string folder)
    {
        string journal = Path.Combine(folder, ExperimentFiles.Journal);
        if (!File.Exists(journal))
        {
            return null;
        }

        using WholeLines lines = WholeLines.Open(journal);
        return lines.TryRead(out ReadOnlySpan<byte> first) ? JournalReplay.ReadHeader(first, journal) : null;
    }

    private static ExperimentListing FromSummary(string folder, ExperimentSummary summary) =>
        new()
        {
            Folder = Path.GetFullPath(folder),
            Name = summary.ExperimentName,
            Status = summary.Interrupted ? ExperimentStanding.Interrupted : ExperimentStanding.Completed,
            StartedAt = new DateTimeOffset(summary.StartedAt),
            CompletedAt = new DateTimeOffset(summary.CompletedAt),
            Total = summary.PlannedRuns,
            Outcomes = new OutcomeCounts(summary.Successful, summary.Failed, summary.Limited, summary.SimulatorFaults),
        };

    private static ExperimentListing? FromJournal(string folder, bool running, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, ExperimentFiles.Journal)))
        {
            return null;
        }

        JournalReplay replay = JournalReplay.Read(folder, visit: null, cancellationToken);
        return replay.Header is not { } header
            ? null
            : new ExperimentListing
            {
                Folder = Path.GetFullPath(folder),
                Name = header.ExperimentName,
                Status = running ? ExperimentStanding.Running : ExperimentStanding.Interrupted,
                StartedAt = new DateTimeOffset(header.StartedAt),
                Total = header.TotalRuns,
                Outcomes = replay.Tally.Outcomes,
            };
    }
}

/// <summary>One experiment of a list.</summary>
public sealed record ExperimentListing
{
    /// <summary>The experiment's folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required ExperimentStanding Status { get; init; }

    /// <summary>When its first sitting began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its last sitting ended, UTC; <see langword="null"/> when it runs or was killed.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>All runs of the plan.</summary>
    public required long Total { get; init; }

    /// <summary>The finished runs.</summary>
    public required OutcomeCounts Outcomes { get; init; }
}

/// <summary>How an experiment stands.</summary>
public enum ExperimentStanding
{
    /// <summary>Every run is finished.</summary>
    Completed,

    /// <summary>It ended before its plan did, and can be resumed.</summary>
    Interrupted,

    /// <summary>A process works on it.</summary>
    Running,
}
