using Baton.Experiments.Journal;

namespace Baton.Experiments.Results;

/// <summary>The files that runs are appended to, open for writing.</summary>
internal sealed class ResultFiles : IDisposable
{
    public ResultFiles(string folder, bool saveTraces, Func<string, AppendFile> open)
    {
        Journal = open(Path.Combine(folder, ExperimentFiles.Journal));
        Summaries = open(Path.Combine(folder, ExperimentFiles.TraceSummary));
        Traces = OpenIfWanted(ExperimentFiles.Traces);
        Observations = OpenIfWanted(ExperimentFiles.Observations);

        // A file of an earlier sitting keeps its length in the journal though nothing is added to it.
        AppendFile? OpenIfWanted(string name)
        {
            string path = Path.Combine(folder, name);
            return saveTraces || File.Exists(path) ? open(path) : null;
        }
    }

    public AppendFile Journal { get; }

    public AppendFile Summaries { get; }

    public AppendFile? Traces { get; }

    public AppendFile? Observations { get; }

    public DataLengths Lengths => new(Summaries.Length, Traces?.Length ?? 0, Observations?.Length ?? 0);

    /// <summary>Waits until the disk has everything, the journal last.</summary>
    public void Sync()
    {
        Summaries.Sync();
        Traces?.Sync();
        Observations?.Sync();
        Journal.Sync();
    }

    /// <summary>Takes back what a failed write left behind the last committed run, as far as the disk still lets.</summary>
    public void CutTo(long journal, DataLengths lengths)
    {
        TryCut(Journal, journal);
        TryCut(Summaries, lengths.TraceSummary);
        TryCut(Traces, lengths.Traces);
        TryCut(Observations, lengths.Observations);
    }

    public void Dispose()
    {
        Journal.Dispose();
        Summaries.Dispose();
        Traces?.Dispose();
        Observations?.Dispose();
    }

    private static void TryCut(AppendFile? file, long length)
    {
        try
        {
            file?.CutTo(length);
        }
        catch (ResultsWriteException)
        {
            // The next opening repairs the file by the journal.
        }
    }
}
