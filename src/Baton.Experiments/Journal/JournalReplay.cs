using System.Text.Json;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Journal;

/// <summary>What a folder's journal proves: which runs are whole on disk, and their numbers.</summary>
internal sealed class JournalReplay
{
    /// <summary>The header, or <see langword="null"/> when the journal ends within it.</summary>
    public JournalHeader? Header { get; private set; }

    /// <summary>The committed runs.</summary>
    public OutcomeMap Committed { get; } = new();

    /// <summary>The numbers of the committed runs.</summary>
    public RunTally Tally { get; } = new();

    /// <summary>The part of the journal that holds.</summary>
    public long JournalLength { get; private set; }

    /// <summary>The parts of the data files that hold.</summary>
    public DataLengths Lengths { get; private set; }

    /// <summary>
    /// Reads the journal beside the summaries, line by line, up to the first run whose lines are not whole on disk.
    /// </summary>
    /// <param name="folder">The experiment folder.</param>
    /// <param name="visit">Is told each committed run and its line's facts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ResumeRefusedException">The first line is whole but no header.</exception>
    public static JournalReplay Read(
        string folder,
        Action<JournalRun, RunFacts>? visit,
        CancellationToken cancellationToken
    )
    {
        JournalReplay replay = new();
        string journalPath = Path.Combine(folder, ExperimentFiles.Journal);
        using WholeLines journal = WholeLines.Open(journalPath);
        if (!journal.TryRead(out ReadOnlySpan<byte> first))
        {
            return replay;
        }

        replay.Header = ReadHeader(first, journalPath);
        replay.JournalLength = journal.Offset;
        string summaryPath = Path.Combine(folder, ExperimentFiles.TraceSummary);
        if (File.Exists(summaryPath))
        {
            using WholeLines summaries = WholeLines.Open(summaryPath);
            replay.ReadRuns(journal, summaries, OnDisk(folder), visit, cancellationToken);
        }

        return replay;
    }

    /// <summary>Reads a journal's first line.</summary>
    /// <exception cref="ResumeRefusedException">It is not one that this Baton can read.</exception>
    public static JournalHeader ReadHeader(ReadOnlySpan<byte> line, string journalPath)
    {
        try
        {
            JournalHeader? header = JsonSerializer.Deserialize(line, LineJson.Default.JournalHeader);
            return header is null or { ExperimentId: null or "" }
                    ? throw new ResumeRefusedException($"`{journalPath}`: the first line is not a journal's header")
                : header.Version > ExperimentFiles.Version
                    ? throw new ResumeRefusedException(
                        $"`{journalPath}` was written by a newer Baton (format {header.Version}, known here up to "
                            + $"{ExperimentFiles.Version}); use Baton {header.BatonVersion} or later"
                    )
                : header with { Identity = header.Identity ?? new ExperimentIdentity() };
        }
        catch (JsonException error)
        {
            throw new ResumeRefusedException($"`{journalPath}`: the first line is not a journal's header", error);
        }
    }

    private static DataLengths OnDisk(string folder)
    {
        return new DataLengths(
            LengthOf(ExperimentFiles.TraceSummary),
            LengthOf(ExperimentFiles.Traces),
            LengthOf(ExperimentFiles.Observations)
        );

        long LengthOf(string name)
        {
            FileInfo file = new(Path.Combine(folder, name));
            return file.Exists ? file.Length : 0;
        }
    }

    private void ReadRuns(
        WholeLines journal,
        WholeLines summaries,
        DataLengths onDisk,
        Action<JournalRun, RunFacts>? visit,
        CancellationToken cancellationToken
    )
    {
        while (
            journal.TryRead(out ReadOnlySpan<byte> line)
            && JournalRun.TryRead(line, out JournalRun run)
            && onDisk.Hold(run.Lengths)
            && run.Lengths.Hold(Lengths)
            && summaries.TryRead(out ReadOnlySpan<byte> summary)
            && summaries.Offset == run.Lengths.TraceSummary
            && RunFacts.TryRead(summary, out RunFacts facts)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tally.Add(facts);
            if (run.RunIndex >= 0)
            {
                Committed.Add(run.RunIndex, run.Outcome);
            }

            visit?.Invoke(run, facts);
            Lengths = run.Lengths;
            JournalLength = journal.Offset;
        }
    }
}
