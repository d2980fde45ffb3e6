using Baton.Experiments.Results;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>
/// The folder an evaluation is written to, which takes the place of an earlier one when it is whole. Cut off before that, the
/// earlier one stays.
/// </summary>
internal sealed class EvaluationFolder : IDisposable
{
    private readonly string _experiment;
    private readonly FolderLock _lock;

    private EvaluationFolder(string experiment, FolderLock folderLock)
    {
        _experiment = experiment;
        _lock = folderLock;
    }

    /// <summary>Where to write.</summary>
    public string Path => System.IO.Path.Combine(_experiment, EvaluationFiles.Unfinished);

    private string Final => System.IO.Path.Combine(_experiment, EvaluationFiles.Folder);

    private string Replaced => System.IO.Path.Combine(_experiment, EvaluationFiles.Replaced);

    /// <summary>Begins an evaluation.</summary>
    /// <param name="experiment">The experiment's folder.</param>
    /// <exception cref="EvaluationException">Another one is under way.</exception>
    /// <exception cref="ResultsWriteException">The folder cannot be written to.</exception>
    public static EvaluationFolder Begin(string experiment)
    {
        FolderLock taken =
            FolderLock.TryTake(experiment, EvaluationFiles.Lock)
            ?? throw new EvaluationException($"`{experiment}` is being evaluated by another process; wait for it");
        EvaluationFolder folder = new(experiment, taken);
        try
        {
            folder.Recover();
            Directory.CreateDirectory(folder.Path);
            return folder;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            taken.Dispose();
            throw ResultsWriteException.For(folder.Path, error);
        }
    }

    /// <summary>Puts what was written in the place of the earlier evaluation.</summary>
    /// <returns>The folder it stands in now.</returns>
    public string Commit()
    {
        try
        {
            if (Directory.Exists(Final))
            {
                Directory.Move(Final, Replaced);
            }

            Directory.Move(Path, Final);
            Remove(Replaced);
            return Final;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(Final, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Recover();
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            // What could not be removed is removed by the next evaluation.
        }

        _lock.Dispose();
    }

    /// <summary>Removes what was left unfinished; an earlier evaluation that was about to be replaced comes back.</summary>
    private void Recover()
    {
        Remove(Path);
        if (Directory.Exists(Replaced) && !Directory.Exists(Final))
        {
            Directory.Move(Replaced, Final);
        }

        Remove(Replaced);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
