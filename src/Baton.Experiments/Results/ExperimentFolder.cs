using System.Text.Json;
using Baton.Experiments.Journal;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Results;

/// <summary>An experiment's folder, locked for writing until it is disposed. Not thread-safe.</summary>
public sealed class ExperimentFolder : IDisposable
{
    private readonly FolderLock _lock;

    private ExperimentFolder(string path, FolderLock held, JournalReplay replay, IReadOnlyList<string> notices)
    {
        Path = path;
        Header = replay.Header!;
        Committed = replay.Committed;
        Tally = replay.Tally;
        Lengths = replay.Lengths;
        Notices = notices;
        _lock = held;
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>Which experiment it is.</summary>
    public JournalHeader Header { get; }

    /// <summary>What was repaired or changed when it was opened, in words for people.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Runs of the plan that are on disk already.</summary>
    public long CommittedRuns => Committed.Count;

    internal OutcomeMap Committed { get; }

    internal RunTally Tally { get; }

    internal DataLengths Lengths { get; }

    /// <summary>Makes a folder that appears with its header and configuration or not at all.</summary>
    /// <param name="experiment">What it is made from.</param>
    /// <param name="timeProvider">The clock that names it, in local time.</param>
    /// <exception cref="ResultsWriteException">It cannot be made.</exception>
    public static ExperimentFolder Create(NewExperiment experiment, TimeProvider timeProvider)
    {
        string output = System.IO.Path.GetFullPath(experiment.OutputDirectory);
        try
        {
            Directory.CreateDirectory(output);
            string name = FolderName.For(experiment.Name, timeProvider.GetLocalNow());
            for (int attempt = 1; ; attempt++)
            {
                string id = FolderName.Numbered(name, attempt);
                string path = System.IO.Path.Combine(output, id);
                if (TryMake(path, HeaderOf(experiment, id, timeProvider), experiment.ConfigYaml))
                {
                    FolderLock held = Take(path);
                    return new ExperimentFolder(path, held, JournalReplay.Read(path, null, CancellationToken.None), []);
                }
            }
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(output, error);
        }
    }

    /// <summary>Opens an experiment to go on with it: repairs what a crash left, drops the runs to be made again.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the opening; what was repaired stays repaired.</param>
    /// <exception cref="ResumeRefusedException">It is no experiment, another process writes to it, or it has changed.</exception>
    /// <exception cref="ResultsWriteException">It cannot be written.</exception>
    public static async Task<ExperimentFolder> OpenAsync(
        ResumeRequest request,
        CancellationToken cancellationToken = default
    )
    {
        string path = System.IO.Path.GetFullPath(request.Folder);
        ThrowIfNone(path);
        FolderLock held = Take(path);
        try
        {
            List<string> notices = [];
            FolderOpening opening = new(path, request, notices);
            JournalReplay replay = await opening.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return new ExperimentFolder(path, held, replay, notices);
        }
        catch (Exception error)
        {
            held.Dispose();
            if (ResultsWriteException.IsWriteFailure(error))
            {
                throw ResultsWriteException.For(path, error);
            }

            throw;
        }
    }

    /// <summary>Finds out whether a folder holds an experiment, without opening it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ResumeRefusedException">It is no experiment.</exception>
    public static void ThrowIfNone(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, ExperimentFiles.Journal)))
        {
            throw new ResumeRefusedException(
                $"`{path}` is no experiment: it has no `{ExperimentFiles.Journal}`; give the folder of an experiment, as `baton status experiments` lists them"
            );
        }
    }

    /// <summary>Counts the runs that a folder holds, without opening it; 0 where there is no experiment.</summary>
    /// <param name="folder">The folder.</param>
    public static long CountCommitted(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, ExperimentFiles.Journal))
            ? JournalReplay.Read(folder, visit: null, CancellationToken.None).Committed.Count
            : 0;

    /// <summary>Gives the folder free for others.</summary>
    public void Dispose() => _lock.Dispose();

    internal static void WriteHeader(string folder, JournalHeader header)
    {
        using FileStream journal = new(
            System.IO.Path.Combine(folder, ExperimentFiles.Journal),
            FileMode.Create,
            FileAccess.Write
        );
        journal.Write(JsonSerializer.SerializeToUtf8Bytes(header, HeaderJson.Default.JournalHeader));
        journal.WriteByte((byte)'\n');
        journal.Flush(flushToDisk: true);
    }

    private static JournalHeader HeaderOf(NewExperiment experiment, string id, TimeProvider timeProvider) =>
        new()
        {
            ExperimentId = id,
            ExperimentName = experiment.Name ?? id,
            Identity = experiment.Identity,
            StartedAt = timeProvider.GetUtcNow().UtcDateTime,
            BatonVersion = BatonVersion.Current,
            TotalRuns = experiment.TotalRuns,
        };

    private static FolderLock Take(string path) =>
        FolderLock.TryTake(path)
        ?? throw new ResumeRefusedException(
            $"`{path}` is in use by another `baton`; wait until it ends, or stop it first"
        );

    // A folder that has files cannot be replaced by a rename, so whoever comes second takes the next number.
    private static bool TryMake(string path, JournalHeader header, string configYaml)
    {
        if (System.IO.Path.Exists(path))
        {
            return false;
        }

        string making = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(path)!,
            $".{System.IO.Path.GetFileName(path)}-{System.IO.Path.GetRandomFileName()}"
        );
        Directory.CreateDirectory(making);
        try
        {
            File.WriteAllText(System.IO.Path.Combine(making, ExperimentFiles.Config), configYaml);
            WriteHeader(making, header);
            Directory.Move(making, path);
            return true;
        }
        catch (IOException) when (System.IO.Path.Exists(path))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(making))
            {
                Directory.Delete(making, recursive: true);
            }
        }
    }
}
